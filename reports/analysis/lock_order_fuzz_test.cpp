// The detector against brute force, on random small programs of lock operations.
//
// A program is a main thread that starts and joins workers, and workers that acquire and release: nested sections,
// hand-over-hand, shared and exclusive modes, tries that are skipped when they fail, readers that read again. Brute
// force visits every interleaving and notes each deadlock among locks. The detector sees what a recording of one run
// holds. It must report a cycle through every pair of locks that a deadlock shows, and nothing when there is none:
// neither in this program nor in another that leaves the very same recording, for in that one the report would be
// missed.
//
// PARAUDIT_FUZZ_CASES says how many programs (20,000), PARAUDIT_FUZZ_SEED where to begin.

#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "reports/analysis/lock_interleavings.h"
#include "reports/analysis/lock_order.h"
#include "reports/analysis/lock_same_recording.h"

namespace paraudit::reports {
namespace {

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

bool contains(const LockPairs& all, const LockPairs& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// The thread and links of each chain, at its first sight: all that the recorder writes of it.
std::vector<std::vector<std::uint32_t>> first_sights(const Program& program) {
  std::set<std::vector<std::uint32_t>> seen;
  std::vector<std::vector<std::uint32_t>> list;
  Recording recording(program);
  for (const TraceChain& chain : recording.trace().chains) {
    std::vector<std::uint32_t> words{chain.thread};
    for (const paraudit_chain_link& link : chain.links)
      words.insert(words.end(), {link.class_id, link.instance, link.mode});
    if (seen.insert(words).second)
      list.push_back(std::move(words));
  }
  return list;
}

// Some program that leaves the very same recording ends in deadlocks of all these pairs: not to report them would miss
// them there.
bool recording_allows(const Program& program, const LockPairs& told) {
  Program loosest = loosest_of_same_recording(program);
  EXPECT_EQ(first_sights(loosest), first_sights(program)) << describe(program) << "and\n" << describe(loosest);
  return contains(deadlocks(loosest), told);
}

// Runs `share` of the cases; `exact`: nothing may be reported where there is no deadlock, nor one that the recording
// cannot tell from this program.
void compare(const Shape& shape, std::uint64_t share, bool exact) {
  std::uint64_t cases = number_of("PARAUDIT_FUZZ_CASES", 20000) / share;
  std::uint64_t first = number_of("PARAUDIT_FUZZ_SEED", 1), with_deadlock = 0, reports = 0;
  for (std::uint64_t seed = first; seed < first + cases; ++seed) {
    Program program = Generator(shape, seed).make();
    LockPairs real = deadlocks(program), told = detected(program);
    with_deadlock += !real.empty();
    reports += !told.empty();
    bool more = exact && real.empty() && !told.empty();
    ASSERT_TRUE(contains(told, real) && (!more || recording_allows(program, told)))
        << "seed " << seed << "\n"
        << describe(program) << "deadlocks: " << describe(real) << "\nreported: " << describe(told);
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
// What a lock was acquired under, and what came and went since, is not recorded: here it makes the deadlock impossible.
TEST(LockOrderFuzz, ReportsWhatTheRecordingCannotRuleOut) {
  for (const auto& [shape, seed] :
       {std::pair(Shape{}, 1042755), std::pair(Shape{.objects = 5, .classes = 5}, 1422245)}) {
    Program program = Generator(shape, static_cast<std::uint64_t>(seed)).make();
    EXPECT_EQ(deadlocks(program), LockPairs()) << describe(program);
    LockPairs told = detected(program);
    EXPECT_EQ(told.size(), 2u) << describe(program);
    EXPECT_TRUE(recording_allows(program, told)) << describe(program);
  }
}
// Of a class the detector knows the instances of first sight only; it reports inversions between different instances.
TEST(LockOrderFuzz, SeveralInstancesOfAClass) {
  compare({.objects = 4, .classes = 2}, 4, false);
}

} // namespace
} // namespace paraudit::reports
