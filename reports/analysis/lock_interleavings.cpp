#include "reports/analysis/lock_interleavings.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>

namespace paraudit::reports {
namespace {

// Every interleaving. A state is where each thread is: what it holds follows from that.
class BruteForce {
 public:
  explicit BruteForce(const Program& program) : program_(program) {
    for (const Script& script : program.threads)
      held_at_.push_back(held_everywhere(script));
  }

  LockPairs run() {
    State start(program_.threads.size(), kNotStarted);
    start[0] = 0;
    visit(start);
    return std::move(pairs_);
  }

 private:
  using State = std::vector<std::uint8_t>;
  static constexpr std::uint8_t kNotStarted = 0xff;

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

} // namespace

std::vector<HeldList> held_everywhere(const Script& script) {
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

LockPairs deadlocks(const Program& program) {
  return BruteForce(program).run();
}

} // namespace paraudit::reports
