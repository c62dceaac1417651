// Abort mode: judges each new chain of held locks at once, instead of when the report is made.
//
// A chain that closes a cycle with chains seen before, by the rules of the offline analysis, is printed with the held
// locks and call stacks of both sides, on stderr and into `cycle.txt`, and the process aborts. Rules: classes are the
// nodes (instances among locks of one class; none where these have an index order); the chains are by distinct threads,
// share no lock that would keep them apart, are not ordered by thread creation and join; two readers do not exclude
// each other; a try never waits. A thread that waits for what it holds itself is reported too.
//
// Thread-safety: any thread, lock-free. Cost: only for chains that a thread forms for the first time; a search in what
// was seen so far, about a microsecond each without cycles, plus a call stack. Limits: cycles of up to 8 locks,
// kMaxEdges edges, a bounded number of steps a search; beyond these nothing is reported, and that is counted. Of locks
// of one class only the first instances that a thread nests at a site pair are seen. Source: Goodlock (Havelund 2000;
// Agarwal, Wang, Stoller 2005), online over lockdep-like first-seen chains.
#ifndef PARAUDIT_RUNTIME_TRACE_ORDER_CHECK_H
#define PARAUDIT_RUNTIME_TRACE_ORDER_CHECK_H

#include "runtime/abi/trace_format.h"

namespace paraudit::trace {

// `chain` is a record of the log: it stays where it is.
void check_order(const paraudit_meta_chain* chain);
// The calling thread is about to wait for a lock that it holds: `link` is the wait.
void report_own_wait(uint32_t thread, const paraudit_chain_link& link);
// In a forked child: the parent's chains are not its own.
void forget_order();

} // namespace paraudit::trace
#endif
