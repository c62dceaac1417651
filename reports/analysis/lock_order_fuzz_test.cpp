// The detector against brute force, on random small programs of lock operations.
//
// A program is a main thread that starts and joins workers, and workers that acquire and release: nested sections,
// hand-over-hand, shared and exclusive modes, tries that are skipped when they fail, readers that read again. Brute
// force visits every interleaving and notes each deadlock among locks. The detector sees what a recording of one run
// holds. It must report a cycle through every pair of locks that a deadlock shows, and nothing when there is none.
//
// PARAUDIT_FUZZ_CASES says how many programs (20,000), PARAUDIT_FUZZ_SEED where to begin.

#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <unordered_set>

#include <gtest/gtest.h>

#include "reports/analysis/lock_order.h"

namespace paraudit::reports {
namespace {

enum class Kind { kAcquire, kRelease, kStart, kJoin };

struct Operation {
  Kind kind;
  std::size_t lock = 0; // or thread
  std::uint32_t mode = PARAUDIT_EXCLUSIVE;
  std::size_t after_failure = 0; // where a failed try goes on
};
using Script = std::vector<Operation>;

// Objects and the class of each; script 0 is the main thread's.
struct Program {
  std::vector<std::size_t> class_of;
  std::vector<Script> threads;
};

struct Held {
  std::size_t lock;
  std::uint32_t mode;
};
using HeldList = std::vector<Held>;

struct Shape {
  std::size_t objects = 3, classes = 3;
  bool shared = true, tries = true, hand_over_hand = true, phases = true;
};

class Generator {
 public:
  Generator(const Shape& shape, std::uint64_t seed) : shape_(shape), random_(seed) {}

  Program make() {
    Program program;
    for (std::size_t i = 0; i < shape_.objects; ++i)
      program.class_of.push_back(i % shape_.classes);
    std::size_t workers = 2 + below(2);
    program.threads.push_back(main_script(workers));
    for (std::size_t i = 0; i < workers; ++i) {
      script_.clear();
      held_.clear();
      left_ = 4;
      while (left_ > 0)
        section();
      program.threads.push_back(script_);
    }
    return program;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  // Starts in order; a worker may be joined before the next ones start.
  Script main_script(std::size_t workers) {
    Script script;
    std::set<std::size_t> running;
    for (std::size_t worker = 1; worker <= workers; ++worker) {
      script.push_back({Kind::kStart, worker});
      running.insert(worker);
      while (shape_.phases && !running.empty() && below(4) == 0) {
        auto it = std::next(running.begin(), static_cast<std::ptrdiff_t>(below(running.size())));
        script.push_back({Kind::kJoin, *it});
        running.erase(it);
      }
    }
    for (std::size_t worker : running)
      script.push_back({Kind::kJoin, worker});
    return script;
  }

  std::uint32_t some_mode() { return shape_.shared && below(3) == 0 ? PARAUDIT_SHARED : PARAUDIT_EXCLUSIVE; }

  // A lock that may be acquired in this mode: one held already only by a reader that reads again.
  std::optional<std::size_t> some_lock(std::uint32_t mode) {
    std::size_t lock = below(shape_.objects);
    for (const Held& held : held_)
      if (held.lock == lock && !(held.mode & mode & PARAUDIT_SHARED))
        return std::nullopt;
    return lock;
  }

  void acquire(std::size_t lock, std::uint32_t mode) {
    script_.push_back({Kind::kAcquire, lock, mode});
    held_.push_back({lock, mode});
  }
  void release(std::size_t lock) {
    script_.push_back({Kind::kRelease, lock});
    for (std::size_t i = held_.size(); i-- > 0;)
      if (held_[i].lock == lock) {
        held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
  }

  void section() {
    --left_;
    std::uint32_t mode = some_mode();
    std::optional<std::size_t> lock = some_lock(mode);
    if (!lock)
      return;
    bool tries = shape_.tries && below(6) == 0;
    std::size_t at = script_.size();
    acquire(*lock, mode | (tries ? PARAUDIT_TRY : 0));
    while (left_ > 0 && held_.size() < 4 && below(3) != 0)
      section();
    if (!tries && shape_.hand_over_hand && left_ > 0 && below(4) == 0)
      hand_over(*lock);
    else
      release(*lock);
    if (tries)
      script_[at].after_failure = script_.size();
  }

  void hand_over(std::size_t from) {
    --left_;
    std::uint32_t mode = some_mode();
    std::optional<std::size_t> to = some_lock(mode);
    if (!to || *to == from)
      return release(from);
    acquire(*to, mode);
    release(from);
    while (left_ > 0 && below(2) == 0)
      section();
    release(*to);
  }

  Shape shape_;
  std::mt19937_64 random_;
  Script script_;
  HeldList held_;
  int left_ = 0;
};

using LockPairs = std::set<std::pair<std::size_t, std::size_t>>; // of classes

// Every interleaving. A state is where each thread is: what it holds follows from that.
class BruteForce {
 public:
  explicit BruteForce(const Program& program) : program_(program) {
    for (const Script& script : program.threads)
      held_at_.push_back(held_everywhere(script));
  }

  // Pairs (held, waited for) of threads that wait for each other in a circle, or for themselves.
  LockPairs deadlocks() {
    State start(program_.threads.size(), kNotStarted);
    start[0] = 0;
    visit(start);
    return std::move(pairs_);
  }

 private:
  using State = std::vector<std::uint8_t>;
  static constexpr std::uint8_t kNotStarted = 0xff;

  static std::vector<HeldList> held_everywhere(const Script& script) {
    std::vector<HeldList> at{{}};
    for (const Operation& operation : script) {
      HeldList held = at.back();
      if (operation.kind == Kind::kAcquire)
        held.push_back({operation.lock, operation.mode});
      if (operation.kind == Kind::kRelease)
        for (std::size_t i = held.size(); i-- > 0;)
          if (held[i].lock == operation.lock) {
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
            break;
          }
      at.push_back(std::move(held));
    }
    return at;
  }

  bool running(const State& state, std::size_t thread) const {
    return state[thread] != kNotStarted && state[thread] < program_.threads[thread].size();
  }
  const HeldList& held(const State& state, std::size_t thread) const {
    static const HeldList kNothing;
    return state[thread] == kNotStarted ? kNothing : held_at_[thread][state[thread]];
  }

  // The threads that keep this one from the lock it acquires next; itself where it reads again.
  std::vector<std::size_t> blockers(const State& state, std::size_t thread, const Operation& next) const {
    std::vector<std::size_t> list;
    for (std::size_t other = 0; other < state.size(); ++other)
      for (const Held& held : held(state, other)) {
        bool both_shared = held.mode & next.mode & PARAUDIT_SHARED;
        bool again = other == thread && !(next.mode & PARAUDIT_TRY); // a writer may have come in between
        if (held.lock == next.lock && (again || (other != thread && !both_shared)))
          list.push_back(other);
      }
    return list;
  }

  void visit(const State& start) {
    std::vector<State> pending{start};
    while (!pending.empty()) {
      State state = std::move(pending.back());
      pending.pop_back();
      if (!seen_.insert(key(state)).second)
        continue;
      note_deadlocks(state);
      for (std::size_t thread = 0; thread < state.size(); ++thread)
        if (running(state, thread))
          step(state, thread, pending);
    }
  }

  static std::string key(const State& state) { return std::string(state.begin(), state.end()); }

  void step(State state, std::size_t thread, std::vector<State>& pending) const {
    const Operation& next = program_.threads[thread][state[thread]];
    if (next.kind == Kind::kStart)
      state[next.lock] = 0;
    if (next.kind == Kind::kJoin && running(state, next.lock))
      return;
    std::vector<std::size_t> who =
        next.kind == Kind::kAcquire ? blockers(state, thread, next) : std::vector<std::size_t>{};
    std::erase(who, thread); // nobody came in between this time
    if (!who.empty() && !(next.mode & PARAUDIT_TRY))
      return;
    state[thread] = static_cast<std::uint8_t>(who.empty() ? state[thread] + 1u : next.after_failure);
    pending.push_back(std::move(state));
  }

  void note_deadlocks(const State& state) {
    std::map<std::size_t, std::vector<std::size_t>> waits;
    for (std::size_t thread = 1; thread < state.size(); ++thread)
      if (running(state, thread)) {
        const Operation& next = program_.threads[thread][state[thread]];
        if (next.kind == Kind::kAcquire && !(next.mode & PARAUDIT_TRY))
          waits[thread] = blockers(state, thread, next);
      }
    for (const auto& [thread, others] : waits) {
      std::vector<std::size_t> path{thread};
      follow(state, waits, path);
    }
  }

  // Circles of threads that begin with the path's first.
  void follow(const State& state, const std::map<std::size_t, std::vector<std::size_t>>& waits,
              std::vector<std::size_t>& path) {
    auto it = waits.find(path.back());
    if (it == waits.end())
      return;
    for (std::size_t other : it->second) {
      if (other == path.front())
        note_circle(state, path);
      if (std::find(path.begin(), path.end(), other) != path.end())
        continue;
      path.push_back(other);
      follow(state, waits, path);
      path.pop_back();
    }
  }

  void note_circle(const State& state, const std::vector<std::size_t>& path) {
    auto waited = [&](std::size_t thread) { return program_.class_of[program_.threads[thread][state[thread]].lock]; };
    for (std::size_t i = 0; i < path.size(); ++i)
      pairs_.insert({waited(path[i == 0 ? path.size() - 1 : i - 1]), waited(path[i])});
  }

  const Program& program_;
  std::vector<std::vector<HeldList>> held_at_; // by thread, then place
  std::unordered_set<std::string> seen_;
  LockPairs pairs_;
};

std::string class_name(std::size_t number) {
  return std::string(1, static_cast<char>('A' + number));
}

// What the recorder writes of a run in which each worker has its turn when it is started: no try fails.
class Recording {
 public:
  explicit Recording(const Program& program) : program_(program) {
    for (std::size_t i = 0; i < program.class_of.size(); ++i) {
      auto id = static_cast<std::uint32_t>(program.class_of[i] + 1);
      trace_.classes[id] = {id, class_name(program.class_of[i]), 0, PARAUDIT_OBJECT_RWLOCK, false};
    }
    for (const Operation& operation : program.threads[0])
      if (operation.kind == Kind::kStart)
        run_worker(operation.lock);
      else
        join(operation.lock);
  }
  const ProcessTrace& trace() const { return trace_; }

 private:
  static constexpr std::uint32_t kMain = 1;
  static std::uint32_t index_of(std::size_t thread) { return static_cast<std::uint32_t>(thread) + kMain; }

  void run_worker(std::size_t thread) {
    trace_.syncs.push_back({++ticks_, kMain, index_of(thread)});
    trace_.thread_info[index_of(thread)] = {index_of(thread), 0, kMain, "", ticks_, 0};
    std::vector<paraudit_chain_link> links;
    for (const Operation& operation : program_.threads[thread]) {
      std::uint32_t instance = static_cast<std::uint32_t>(operation.lock) + 100;
      if (operation.kind == Kind::kAcquire) {
        auto class_id = static_cast<std::uint32_t>(program_.class_of[operation.lock] + 1);
        links.push_back({class_id, 0, instance, operation.mode});
        if (links.size() > 1)
          trace_.chains.push_back({++chain_, ++ticks_, index_of(thread), links});
        continue;
      }
      for (std::size_t i = links.size(); i-- > 0;)
        if (links[i].instance == instance) {
          links.erase(links.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        }
    }
    trace_.thread_info[index_of(thread)].end_ticks = ++ticks_;
  }
  void join(std::size_t thread) { trace_.syncs.push_back({++ticks_, index_of(thread), kMain}); }

  const Program& program_;
  ProcessTrace trace_;
  std::uint64_t ticks_ = 0, chain_ = 0;
};

LockPairs detected(const Program& program) {
  Recording recording(program);
  Findings findings;
  PathMap paths("", {});
  SiteJoin join(findings, paths);
  LockTable table(findings, join);
  std::vector<RunJoin> runs{table.add_run(recording.trace(), {})};
  OrderGraph graph;
  graph.add_chains(0, runs[0], table);
  LockPairs pairs;
  for (const OrderCycle& cycle : analyze_lock_order(graph, findings, table, runs).cycles)
    for (std::size_t i = 0; i < cycle.locks.size(); ++i)
      pairs.insert({static_cast<std::size_t>(cycle.locks[i][0] - 'A'),
                    static_cast<std::size_t>(cycle.locks[(i + 1) % cycle.locks.size()][0] - 'A')});
  return pairs;
}

std::string describe(const Program& program) {
  std::ostringstream out;
  for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
    out << "thread " << thread << ":";
    for (const Operation& operation : program.threads[thread]) {
      constexpr const char* kText[] = {" +", " -", " start ", " join "};
      out << kText[static_cast<int>(operation.kind)];
      if (operation.kind == Kind::kStart || operation.kind == Kind::kJoin)
        out << operation.lock;
      else
        out << class_name(program.class_of[operation.lock]) << operation.lock;
      if (operation.kind == Kind::kAcquire)
        out << (operation.mode & PARAUDIT_SHARED ? "r" : "") << (operation.mode & PARAUDIT_TRY ? "?" : "");
    }
    out << "\n";
  }
  return out.str();
}

std::string describe(const LockPairs& pairs) {
  std::string text;
  for (const auto& [before, after] : pairs)
    text += class_name(before) + class_name(after) + " ";
  return text;
}

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Runs `share` of the cases; `exact`: nothing may be reported where there is no deadlock.
void compare(const Shape& shape, std::uint64_t share, bool exact) {
  std::uint64_t cases = number_of("PARAUDIT_FUZZ_CASES", 20000) / share;
  std::uint64_t first = number_of("PARAUDIT_FUZZ_SEED", 1), with_deadlock = 0, reports = 0;
  for (std::uint64_t seed = first; seed < first + cases; ++seed) {
    Program program = Generator(shape, seed).make();
    LockPairs real = BruteForce(program).deadlocks(), told = detected(program);
    with_deadlock += !real.empty();
    reports += !told.empty();
    bool complete = std::includes(told.begin(), told.end(), real.begin(), real.end());
    bool spurious = exact && real.empty() && !told.empty();
    ASSERT_TRUE(complete && !spurious) << "seed " << seed << "\n"
                                       << describe(program) << "deadlocks: " << describe(real)
                                       << "\nreported: " << describe(told);
  }
  // Both verdicts must have been put to the test.
  EXPECT_GT(with_deadlock, cases / 50);
  EXPECT_LT(reports, cases - cases / 50);
}

TEST(LockOrderFuzz, ThreeLocks) {
  compare({}, 4, true);
}
TEST(LockOrderFuzz, FiveLocks) {
  compare({.objects = 5, .classes = 5}, 4, true);
}
TEST(LockOrderFuzz, MutexesAlone) {
  compare({.objects = 4, .classes = 4, .shared = false, .tries = false}, 4, true);
}
// Of a class the detector knows the instances of first sight only; it reports inversions between different instances.
TEST(LockOrderFuzz, SeveralInstancesOfAClass) {
  compare({.objects = 4, .classes = 2}, 4, false);
}

} // namespace
} // namespace paraudit::reports
