// Code after which the program ends: every way on from it throws, aborts or exits.
//
// What such code does, it does once and for good: that others wait meanwhile costs nothing. Cost: linear in the blocks.
// Limits: a loop that can be left is taken to be left. Thread-safety: a free function without state.
#ifndef PARAUDIT_CHECKER_LINK_DEAD_ENDS_H
#define PARAUDIT_CHECKER_LINK_DEAD_ENDS_H

#include "checker/facts/facts.h"

#include <vector>

namespace paraudit::link {

// By block. Empty where the function has no blocks.
std::vector<bool> dead_ends(const facts::FunctionFacts& function);

// By event: whether the program ends after it.
std::vector<bool> last_words(const facts::FunctionFacts& function);

// The blocks that can be reached from one without coming by another.
std::vector<bool> reached(const facts::FunctionFacts& function, facts::BlockId from, facts::BlockId barrier);

} // namespace paraudit::link

#endif
