// What constant arguments decide in a function: which branches it takes, and a copy of it without the others.
// Thread-safety: pure, but for cut(). Cost: linear in blocks and events.
#ifndef PARAUDIT_CHECKER_LINK_BRANCHES_H
#define PARAUDIT_CHECKER_LINK_BRANCHES_H

#include "checker/facts/facts.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace paraudit::link {

using Constants = std::map<uint32_t, int64_t>; // by parameter

// The blocks that can be reached where the parameters have these values.
std::vector<bool> reachable(const facts::FunctionFacts& function, const Constants& constants);

// The values that the function tells apart, of each of its parameters, and one that is none of them.
std::map<uint32_t, std::set<int64_t>> values_told_apart(const facts::FunctionFacts& function);

// Leaves out what the constants exclude. Events keep their numbers, which paths and other events refer to.
void cut(facts::FunctionFacts& function, const Constants& constants);
// Whether the block was left out.
bool is_cut(const facts::FunctionFacts& copy, const facts::Block& block);

} // namespace paraudit::link

#endif
