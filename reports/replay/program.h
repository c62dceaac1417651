// A recorded run as a program to run again: for each task (and each thread outside of the pool) what it computes, which
// locks it takes, what it starts and waits for.
//
// Thread-safety: plain data. Units: ticks of the trace's clock. Size: 16 bytes for each operation, two for each hold.
#ifndef PARAUDIT_REPORTS_REPLAY_PROGRAM_H
#define PARAUDIT_REPORTS_REPLAY_PROGRAM_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paraudit::reports::replay {

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

enum class OpKind : std::uint8_t {
  kAcquire,     // target: lock
  kRelease,     // target: lock
  kSpawn,       // target: task, goes to the pool
  kTryInline,   // target: task, run on this stack if nobody has begun it
  kJoin,        // target: task: run here if nobody has begun it, else waited for
  kWait,        // target: event
  kSignal,      // target: event
  kStartThread, // target: task
  kPause,       // target: units of time that pass without a worker: a wait that nothing recorded ended
  kEnd
};

inline constexpr std::uint64_t kPauseUnit = 256; // ticks
// Of Op::flags, for acquisitions. The last: later than what may have been its group's last write. For a shared one that
// is the last exclusive one; for an exclusive one the last at another place: then it might be one that only reads.
inline constexpr std::uint8_t kShared = 1, kTry = 2, kAfterWrites = 4;

struct Op {
  std::uint64_t before : 48 = 0; // what is computed before it
  std::uint64_t kind : 8 = 0;    // OpKind
  std::uint64_t flags : 8 = 0;
  std::uint32_t target = 0;
  std::uint32_t section = 0; // of what is computed before: the place that holds a lock, index into `sections`; 0: none
};

// What runs on a stack of its own or on top of its joiner's: a task of the pool, or a thread's own code.
struct Strand {
  std::uint32_t first = 0, last = 0; // its operations; the last one is kEnd
  bool thread = false;
  std::uint64_t start = 0;  // threads that no recorded thread started: when they begin
  bool starts_late = false; // a kStartThread starts it
};

struct LockInstance {
  std::uint32_t group = 0; // index into `groups`
  bool readers = false;    // acquisitions may be shared
};

// A place that acquires a lock: where time is spent inside of it.
struct Section {
  std::uint32_t group = 0;
  std::uint32_t site = 0; // the trace's id
};

struct Program {
  std::vector<Op> ops;
  std::vector<std::uint32_t>
      keys; // of acquisitions, by operation: upper half of the mixed hash, 0: none; empty: no keys
  std::vector<Strand> strands;
  std::vector<LockInstance> locks;
  std::vector<std::uint32_t> groups;        // a group of locks is one lock of the report: its index there
  std::vector<Section> sections;            // [0] is outside of all locks
  std::vector<std::uint32_t> event_signals; // for each event how many signals set it
  double ns_per_tick = 1;
  std::uint64_t duration = 0; // of the recorded run
  std::uint64_t acquisitions = 0;
  std::uint64_t unmatched_waits = 0; // became pauses
};

} // namespace paraudit::reports::replay

#endif
