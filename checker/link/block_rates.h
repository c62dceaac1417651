// How often each block of a function runs for one call of it: an estimate from its graph alone.
//
// Where a branch decides, each side is as likely as the other; a loop runs eight rounds, however it is left.
// Thread-safety: pure. Cost: blocks times loops.
#ifndef PARAUDIT_CHECKER_LINK_BLOCK_RATES_H
#define PARAUDIT_CHECKER_LINK_BLOCK_RATES_H

#include "checker/facts/facts.h"

#include <vector>

namespace paraudit::link {

struct BlockRate {
  double rate = 0;                      // 0: it is never reached
  facts::BlockId header = facts::kNone; // of the innermost loop that it is in
};

// By block.
std::vector<BlockRate> block_rates(const facts::FunctionFacts& function);

// The block of an event; kNone where it is in none.
facts::BlockId block_of(const facts::FunctionFacts& function, facts::EventId event);

} // namespace paraudit::link

#endif
