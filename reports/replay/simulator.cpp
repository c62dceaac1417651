#include "reports/replay/simulator.h"

#include <utility>

#include "reports/replay/event_tree.h"
#include "reports/replay/lock_model.h"
#include "reports/replay/scheduler.h"

namespace paraudit::reports::replay {
namespace {

class Simulation {
 public:
  Simulation(const Program& program, const Machine& machine)
      : program_(program), machine_(machine), workers_(machine.workers), tree_(count_executors(program, machine)),
        scheduler_(machine.workers, machine.scheduling, machine.seed), executors_(count_executors(program, machine)),
        next_waiter_(executors_.size(), kNone), strands_(program.strands.size()), locks_(program.locks.size()),
        events_(program.event_signals.size()) {
    outcome_.blocked_by_group.resize(program.groups.size());
    for (std::uint32_t worker = workers_; worker-- > 0;)
      idle_.push_back(worker);
    std::uint32_t executor = workers_;
    for (std::uint32_t strand = 0; strand < program.strands.size(); ++strand) {
      strands_[strand].pc = program.strands[strand].first;
      if (!program.strands[strand].thread)
        continue;
      strands_[strand].thread = executor;
      if (!program.strands[strand].starts_late)
        start(executor, strand, program.strands[strand].start);
      ++executor;
    }
  }

  Outcome run() {
    while (!tree_.empty() && !finished_) {
      now_ = tree_.time();
      step(tree_.executor());
    }
    outcome_.stuck = !finished_;
    outcome_.time = now_;
    return std::move(outcome_);
  }

 private:
  enum class State : std::uint8_t { kRunning, kSearching, kRetry };
  struct Executor {
    std::uint32_t strand = kNone;
    State state = State::kRunning;
    bool slept = false;              // waits for a lock without spinning
    std::uint64_t blocked_since = 0; // for a lock
    std::uint64_t idle_since = 0;    // since when it sleeps
    bool exists = false;             // a worker: its thread was made
  };
  enum class Status : std::uint8_t { kNew, kBegun, kDone };
  struct StrandState {
    std::uint32_t pc = 0, outer = kNone;
    std::uint32_t thread = kNone;                       // the executor whose stack it is; kNone: the pool's
    std::uint32_t waiters = kNone, next_waiter = kNone; // strands that wait for its end; its place in such a list
    std::uint32_t waits_on = kNone;                     // the executor that blocks meanwhile
    Status status = Status::kNew;
  };
  struct EventState {
    std::uint32_t signals = 0, waiters = kNone;
  };

  static std::size_t count_executors(const Program& program, const Machine& machine) {
    std::size_t threads = 0;
    for (const Strand& strand : program.strands)
      threads += strand.thread;
    return machine.workers + threads;
  }

  bool is_worker(std::uint32_t executor) const { return executor < workers_; }
  const Op& op_of(std::uint32_t strand) const { return program_.ops[strands_[strand].pc]; }

  // The strand's next operation comes after what is computed before it.
  void proceed(std::uint32_t executor, std::uint64_t time) {
    std::uint64_t computes = op_of(executors_[executor].strand).before;
    outcome_.busy += computes;
    tree_.set(executor, time + computes);
  }
  void advance(std::uint32_t executor, std::uint32_t strand) {
    ++strands_[strand].pc;
    proceed(executor, now_);
  }
  void start(std::uint32_t executor, std::uint32_t strand, std::uint64_t time) {
    executors_[executor].strand = strand;
    strands_[strand].status = Status::kBegun;
    proceed(executor, time);
  }

  void step(std::uint32_t executor) {
    Executor& self = executors_[executor];
    if (self.state == State::kSearching) [[unlikely]]
      return find_work(executor);
    if (self.state == State::kRetry) [[unlikely]]
      return retry(executor);
    std::uint32_t strand = self.strand;
    const Op& op = op_of(strand);
    switch (OpKind(op.kind)) {
    case OpKind::kAcquire:
      return acquire(executor, strand, op);
    case OpKind::kRelease:
      return release(executor, strand, op);
    case OpKind::kSpawn:
      spawn(executor, op.target);
      return advance(executor, strand);
    case OpKind::kTryInline:
      return strands_[op.target].status == Status::kNew ? begin_inline(executor, op.target) : advance(executor, strand);
    case OpKind::kJoin:
      return join(executor, strand, op.target);
    case OpKind::kWait:
      if (events_[op.target].signals >= program_.event_signals[op.target])
        return advance(executor, strand);
      return suspend(executor, strand, events_[op.target].waiters);
    case OpKind::kSignal:
      if (++events_[op.target].signals == program_.event_signals[op.target])
        resume_all(events_[op.target].waiters);
      return advance(executor, strand);
    case OpKind::kStartThread:
      if (strands_[op.target].status == Status::kNew)
        start(strands_[op.target].thread, op.target, made_at());
      return advance(executor, strand);
    case OpKind::kPause:
      ++strands_[strand].pc;
      return proceed(executor, now_ + op.target * kPauseUnit);
    case OpKind::kEnd:
      return end(executor, strand);
    }
  }

  // Tasks.

  void spawn(std::uint32_t executor, std::uint32_t task) {
    if (is_worker(executor))
      scheduler_.push(executor, task);
    else
      scheduler_.push_root(task);
    wake_worker();
  }

  void wake_worker() {
    if (idle_.empty())
      return;
    std::uint32_t worker = idle_.back();
    idle_.pop_back();
    Executor& woken = executors_[worker];
    woken.state = State::kSearching;
    if (machine_.start != 0 && !std::exchange(woken.exists, true))
      return tree_.set(worker, made_at());
    std::uint64_t slept = now_ - woken.idle_since;
    tree_.set(worker, now_ + (slept > machine_.drowsy ? machine_.wake.after(slept) : machine_.steal));
  }

  // When a thread runs that is asked for now. The kernel makes the threads of a process one after another.
  std::uint64_t made_at() {
    if (machine_.start == 0)
      return now_ + machine_.wake.after(0);
    return last_made_ = std::max(last_made_, now_) + machine_.start;
  }

  void find_work(std::uint32_t worker) {
    Executor& self = executors_[worker];
    Scheduler::Found found =
        scheduler_.take(worker, [this](std::uint32_t task) { return strands_[task].status != Status::kNew; });
    if (found.strand == kNone) {
      self.strand = kNone;
      self.idle_since = now_;
      idle_.push_back(worker);
      return tree_.set(worker, EventTree::kNever);
    }
    std::uint64_t time = now_ + (found.stolen && self.state != State::kSearching ? machine_.steal : 0);
    self.state = State::kRunning;
    if (!found.resumed)
      return start(worker, found.strand, time);
    self.strand = found.strand; // its operation is looked at again
    tree_.set(worker, time);
  }

  void begin_inline(std::uint32_t executor, std::uint32_t task) {
    strands_[task].outer = executors_[executor].strand;
    start(executor, task, now_);
  }

  void join(std::uint32_t executor, std::uint32_t strand, std::uint32_t joined) {
    StrandState& other = strands_[joined];
    if (other.status == Status::kDone)
      return advance(executor, strand);
    if (other.status == Status::kNew && is_worker(executor) && other.thread == kNone)
      return begin_inline(executor, joined);
    suspend(executor, strand, other.waiters);
  }

  // Puts the running stack into the list; its operation is looked at again when it goes on.
  void suspend(std::uint32_t executor, std::uint32_t strand, std::uint32_t& waiters) {
    StrandState& self = strands_[strand];
    self.next_waiter = waiters;
    waiters = strand;
    self.waits_on = is_worker(executor) ? kNone : executor;
    if (is_worker(executor))
      return find_work(executor);
    executors_[executor].idle_since = now_;
    tree_.set(executor, EventTree::kNever);
  }

  // In the order of their coming.
  void resume_all(std::uint32_t& waiters) {
    std::uint32_t ordered = kNone;
    for (std::uint32_t at = waiters; at != kNone;) {
      std::uint32_t next = strands_[at].next_waiter;
      strands_[at].next_waiter = ordered;
      ordered = at;
      at = next;
    }
    waiters = kNone;
    for (std::uint32_t at = ordered; at != kNone; at = strands_[at].next_waiter) {
      if (strands_[at].waits_on != kNone) {
        tree_.set(strands_[at].waits_on, awake(strands_[at].waits_on));
      } else {
        scheduler_.push_resumed(at);
        wake_worker();
      }
    }
  }

  void end(std::uint32_t executor, std::uint32_t strand) {
    StrandState& self = strands_[strand];
    self.status = Status::kDone;
    resume_all(self.waiters);
    finished_ = strand == 0;
    if (self.outer != kNone) {
      executors_[executor].strand = self.outer;
      std::uint32_t outer = self.outer;
      return advance(executor, outer); // past its kTryInline or kJoin
    }
    if (is_worker(executor))
      return find_work(executor);
    tree_.set(executor, EventTree::kNever);
  }

  // Locks.

  void acquire(std::uint32_t executor, std::uint32_t strand, const Op& op) {
    ++outcome_.lock_operations;
    if (machine_.ignore_locks)
      return advance(executor, strand);
    if (take(executor, op, false))
      return hold_foreseen(strand, op) ? pass_hold(executor, strand, op) : advance(executor, strand);
    executors_[executor].blocked_since = now_;
    wait(executor, op, false);
  }

  // Most holds end with the next operation and nobody asks for the lock meanwhile. Then acquisition and release are one
  // event: the lock notes until when it is held, and whoever asks for it sooner splits the hold again. What comes after
  // takes some time, so that the owner has surely not gone on at the moment of its release.
  bool hold_foreseen(std::uint32_t strand, const Op& op) const {
    const Op* next = &program_.ops[strands_[strand].pc + 1];
    return OpKind(next[0].kind) == OpKind::kRelease && next[0].target == op.target && next[1].before != 0 &&
           !program_.locks[op.target].readers && locks_[op.target].depth == 1 && locks_[op.target].exclusive.empty();
  }
  void pass_hold(std::uint32_t executor, std::uint32_t strand, const Op& op) {
    std::uint32_t& pc = strands_[strand].pc;
    std::uint64_t held = program_.ops[pc + 1].before;
    pc += 2;
    outcome_.busy += held;
    locks_[op.target].held_until = now_ + held;
    proceed(executor, now_ + held);
  }
  // Its foreseen release comes now or came before (of events at one time the lowest executor's is first), or is made an
  // event of its own again.
  void settle(LockModel& lock, std::uint32_t executor) {
    std::uint64_t release = std::exchange(lock.held_until, LockModel::kNotForeseen);
    if (release < now_ || (release == now_ && lock.owner <= executor)) {
      lock.owner = kNone;
      lock.depth = 0;
      return;
    }
    std::uint32_t strand = executors_[lock.owner].strand;
    outcome_.busy -= op_of(strand).before;
    --strands_[strand].pc;
    tree_.set(lock.owner, release);
  }

  // Takes the lock if it is to be had.
  bool take(std::uint32_t executor, const Op& op, bool slept) {
    LockModel& lock = locks_[op.target];
    if (lock.held_until != LockModel::kNotForeseen)
      settle(lock, executor);
    bool shared = program_.locks[op.target].readers && (op.flags & kShared) != 0;
    if (shared) {
      if (!lock.readable())
        return false;
      ++lock.readers;
      return true;
    }
    if (lock.owner == executor) {
      ++lock.depth;
      return true;
    }
    if (!lock.free())
      return false;
    lock.owner = executor;
    lock.depth = 1;
    // A writer that has slept cannot know that it was the last one.
    lock.writers_wait = lock.writers_wait || (slept && program_.locks[op.target].readers);
    return true;
  }

  void wait(std::uint32_t executor, const Op& op, bool slept) {
    LockModel& lock = locks_[op.target];
    Executor& self = executors_[executor];
    self.state = State::kRetry;
    if (program_.locks[op.target].readers) {
      self.slept = true;
      bool shared = (op.flags & kShared) != 0;
      (shared ? lock.readers_wait : lock.writers_wait) = true;
      (shared ? lock.shared : lock.exclusive).push(next_waiter_, executor);
    } else {
      self.slept = slept || !lock.exclusive.empty();
      lock.exclusive.push(next_waiter_, executor);
    }
    self.idle_since = now_;
    tree_.set(executor, EventTree::kNever);
  }

  // When it runs if it is woken now.
  std::uint64_t awake(std::uint32_t executor) const {
    return now_ + machine_.wake.after(now_ - executors_[executor].idle_since);
  }

  void retry(std::uint32_t executor) {
    Executor& self = executors_[executor];
    std::uint32_t strand = self.strand;
    const Op& op = op_of(strand);
    if (locks_[op.target].owner != executor && !take(executor, op, self.slept))
      return wait(executor, op, true);
    std::uint64_t waited = now_ - self.blocked_since;
    outcome_.blocked += waited;
    outcome_.blocked_by_group[program_.locks[op.target].group] += waited;
    self.state = State::kRunning;
    advance(executor, strand);
  }

  void release(std::uint32_t executor, std::uint32_t strand, const Op& op) {
    if (!machine_.ignore_locks) {
      LockModel& lock = locks_[op.target];
      bool shared = program_.locks[op.target].readers && (op.flags & kShared) != 0;
      if (shared)
        --lock.readers;
      else if (--lock.depth == 0)
        lock.owner = kNone;
      if (lock.free())
        hand_over(lock, program_.locks[op.target].readers);
    }
    advance(executor, strand);
  }

  void hand_over(LockModel& lock, bool readers) {
    if (readers)
      return hand_over_readers(lock);
    if (lock.exclusive.empty())
      return;
    bool alone = lock.exclusive.single();
    std::uint32_t next = lock.exclusive.pop(next_waiter_);
    Executor& woken = executors_[next];
    bool spins = alone && !woken.slept && now_ - woken.blocked_since <= machine_.spin;
    if (spins || machine_.locks == LockPolicy::kFifo) {
      lock.owner = next;
      lock.depth = 1;
    }
    woken.slept = woken.slept || !spins;
    tree_.set(next, spins ? now_ : awake(next));
  }

  // As RawRwLock::wake.
  void hand_over_readers(LockModel& lock) {
    if (lock.writers_wait) {
      lock.writers_wait = false;
      if (!lock.exclusive.empty()) {
        std::uint32_t writer = lock.exclusive.pop(next_waiter_);
        tree_.set(writer, awake(writer));
        return;
      }
    }
    if (!lock.readers_wait)
      return;
    lock.readers_wait = false;
    while (!lock.shared.empty()) {
      std::uint32_t reader = lock.shared.pop(next_waiter_);
      tree_.set(reader, awake(reader));
    }
  }

  const Program& program_;
  const Machine& machine_;
  std::uint32_t workers_;
  EventTree tree_;
  Scheduler scheduler_;
  std::vector<Executor> executors_;
  std::vector<std::uint32_t> next_waiter_; // of the executors, in locks' lists
  std::vector<StrandState> strands_;
  std::vector<LockModel> locks_;
  std::vector<EventState> events_;
  std::vector<std::uint32_t> idle_;
  std::uint64_t now_ = 0, last_made_ = 0;
  bool finished_ = false;
  Outcome outcome_;
};

} // namespace

Outcome simulate(const Program& program, const Machine& machine) {
  return Simulation(program, machine).run();
}

} // namespace paraudit::reports::replay
