// Which of two events of one function comes first: by its flow graph, for events are listed block by block, and a
// loop's body is listed behind what follows the loop.
//
// Thread-safety: pure. Cost: blocks, times the loops that both are in.
#ifndef PARAUDIT_CHECKER_LINK_FLOW_ORDER_H
#define PARAUDIT_CHECKER_LINK_FLOW_ORDER_H

#include "checker/facts/facts.h"

#include <vector>

namespace paraudit::link {

// By block: whether it is reached from a block, that one included, without entering a block that is `closed`.
std::vector<bool> reached_from(const facts::FunctionFacts& function, facts::BlockId from,
                               const std::vector<bool>& closed);

// Whether an event may be followed by another one; of two in a loop, in the same round. An event does not follow
// itself.
bool comes_before(const facts::FunctionFacts& function, facts::EventId first, facts::EventId second);

} // namespace paraudit::link

#endif
