// The wait-for graph of this process at this moment: which thread holds which locks (class, site), which waits for what
// since when, who holds that, and the cycles among them. Locks and wait objects (latches, joins, queries, condition
// variables, once, ...) are nodes of one graph.
//
// Runs while the process is deadlocked, from a signal handler or from the watchdog's thread: no allocation but mmap, no
// lock, no loader. Other threads' states are copied through /proc/self/mem, so that a thread that ends meanwhile does
// no harm. The picture is exact for threads that wait; running threads may move while it is taken.
// Cost: a few system calls a thread, some milliseconds in all.
#ifndef PARAUDIT_RUNTIME_TRACE_WAIT_GRAPH_H
#define PARAUDIT_RUNTIME_TRACE_WAIT_GRAPH_H

#include <cstdint>

namespace paraudit::trace {

// On stderr and into `waits-<n>.txt` in the process's directory. `reason` is the first line's end.
void print_wait_graph(const char* reason);

// How long the longest wait for a lock has lasted, in ns (0: none), how many waits of any kind there are, and a number
// that changes when any thread acquires anything.
struct Liveness {
  uint64_t longest_lock_wait_ns;
  uint32_t waits;
  uint64_t progress;
};
Liveness read_liveness();

} // namespace paraudit::trace
#endif
