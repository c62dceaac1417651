// The recorder of this process: what its threads share, and the way into it.
//
// Nothing here is a lock: shared state is atomics, append-only tables and one log. Internal to runtime/trace.
#ifndef PARAUDIT_RUNTIME_TRACE_RECORDER_H
#define PARAUDIT_RUNTIME_TRACE_RECORDER_H

#include "runtime/platform/clock.h"
#include "runtime/trace/key_table.h"
#include "runtime/trace/log.h"
#include "runtime/trace/options.h"
#include "runtime/trace/thread_state.h"

#include <atomic>
#include <cstdint>
#include <pthread.h>

namespace paraudit::trace {

// Why something was not recorded. Counted in COUNTER records at the beginning of the log.
enum class Drop : uint32_t {
  kReentrant,     // the recorder was entered from a signal handler that interrupted it
  kThreadEnded,   // from a thread-local destructor after the thread's end was written
  kThreadRefused, // by a thread beyond the limit, or one that found no room for its file
  kHeldTooDeep,   // more locks held at once than there is room for
  kChains,        // lock chains beyond the set's or the log's limit
  kTables,        // a table of sites, classes, locks or labels is full
  kNotHeld,       // a release of a lock that this thread did not acquire while recorded
  kWaits,         // more waits in flight than there is room for
  kOrderSearches, // abort mode: searches for cycles given up
  kGaveUp,        // lock waits that ended without the lock
  kWatch,         // watched accesses and handovers after half of the log was full
  kCount
};

struct Recorder {
  static constexpr uint32_t kPathBytes = 3072;

  std::atomic<uint32_t> policy; // paraudit_policy; 0 while nothing is recorded
  Options options;
  bool use_tsc;
  Log log;
  char root[kPathBytes];      // absolute PARAUDIT_TRACE_DIR
  char directory[kPathBytes]; // this process's
  char environment[4096];
  uint32_t environment_size;
  std::atomic<uint32_t>* alive; // in a page that fork() wipes: 0 in a child that has not been set up
  pthread_key_t thread_key;
  std::atomic<uint32_t> next_site, next_class, next_label, next_watched, next_thread, complained;
  std::atomic<uint64_t> next_task, next_anchor;
  uint64_t* drops[static_cast<uint32_t>(Drop::kCount)]; // in the log; null before there is one
  KeyTable sites;                                       // address of a static record -> site id
  KeyTable site_contents;                               // hash of a site's text -> site id
  KeyTable addresses;                                   // return address -> index of its paraudit_site
  KeyTable classes;                                     // hash of (kind, name or sites) -> class id
  KeyTable locks;                    // address of a foreign lock or wait object -> class id; extra: see lock_memory.h
  KeyTable labels;                   // address of a label's text -> label id
  std::atomic<ThreadState*>* states; // of living threads, by index
  KeyTable watched_ids;              // hash of a watched state's id -> its number
  KeyTable accesses;                 // hash of a thread's watched access -> in which of its epochs it was last seen
  KeyTable handovers;                // hash of an object, or of a thread and an object -> what was handed over so far
  KeyTable threads;                  // thread token -> index of the thread that started with it
};

Recorder& recorder();

// The key of the tables by address.
inline uint64_t key_of(const void* object) {
  return static_cast<uint64_t>(reinterpret_cast<uintptr_t>(object));
}

[[gnu::always_inline]] inline uint64_t now_ticks() {
  return recorder().use_tsc ? platform::tsc() : platform::monotonic_ns();
}
inline bool timeline() {
  return recorder().policy.load(std::memory_order_relaxed) == PARAUDIT_POLICY_TIMELINE;
}
inline void count_drop(Drop reason) {
  if (uint64_t* count = recorder().drops[static_cast<uint32_t>(reason)])
    __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
}
// Writes one line on stderr, the first time only. `error`: a negative errno value, or 0.
void complain_once(const char* what, const char* where, long error);
// Takes a pair of clock readings if one is due.
void anchor_clock_now(uint64_t ticks);
inline void anchor_clock(uint64_t ticks) {
  if (ticks >= recorder().next_anchor.load(std::memory_order_relaxed)) [[unlikely]]
    anchor_clock_now(ticks);
  paraudit_fast.anchor_due = recorder().next_anchor.load(std::memory_order_relaxed);
}

// Opens the process's directory and log. False, with a line on stderr, if that cannot be done. A forked child makes its
// own directory only: where it does not find the one above, it has changed its root, and is not recorded.
bool open_process(bool forked);
void trim_log(); // at the end
// After a fork, in the child: a directory of its own. The caller is the only thread.
void reopen_in_child();

// modules.cpp: writes what was loaded and unloaded since the last look. No loader lock is taken.
void write_modules();
void forget_modules();
void note_module_of(uint64_t address);

struct ThreadLocal {
  ThreadState* state;
  bool ended;   // its end is written
  bool refused; // it cannot be recorded
};
extern __thread ThreadLocal thread_local_state __attribute__((tls_model("initial-exec"), visibility("hidden")));

// The calling thread's way into the recorder. Empty when nothing is recorded, when this thread is inside already (a
// signal handler, an allocator: paraudit_fast.inside says so), or when it cannot be recorded.
class Entry {
 public:
  Entry();
  ~Entry();
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  explicit operator bool() const { return state_ != nullptr; }
  ThreadState& operator*() const { return *state_; }
  ThreadState* operator->() const { return state_; }

 private:
  ThreadState* state_ = nullptr;
  bool entered_ = false;
};

// thread_state.cpp
ThreadState* attach_thread();
void detach_thread(ThreadState& state);
bool reopen_thread(ThreadState& state); // in a forked child
void reset_fast();
void write_thread_meta(const ThreadState& state, const char* name, uint64_t end_ticks);
void set_countdown(ThreadState& state);

// ring.cpp
void write_record(ThreadState& state, uint32_t kind, uint32_t flags, uint64_t ticks, uint64_t payload);
bool slot_of(const ThreadState& state, const paraudit_counter* counter, uint32_t& slot);

// names.cpp
uint32_t site_id(const void* site, uint32_t form);
uint32_t class_id(uint32_t kind, const char* name, uint32_t construction_site, uint32_t first_site, uint32_t flags);
uint32_t label_id(const char* label);
uint32_t watched_number(const char* id); // from 1
const paraudit_site* site_of_address(ThreadState* state, const void* address);

// addresses.cpp, waits.cpp: maps what they would map when it is first used.
void reserve_address_sites();
void reserve_waits();

// watch.cpp: for waits and signals that the recorder is told of anyway.
void note_handover(ThreadState& state, const void* object, uint32_t flags);

// watchdog.cpp: begins to watch for hangs, as the options say; again in a forked child.
void start_watchdog(bool forked);

// counters.cpp
paraudit_counter* find_counter(ThreadState& state, const void* site, uint32_t form, uint32_t class_id, uint32_t mode);
void note_chain(ThreadState& state, uint64_t chain, const paraudit_chain_link* last);
// The locks held, as links in state.links; their number, or 0 when they are too many.
uint32_t links_of_held(ThreadState& state);

} // namespace paraudit::trace
#endif
