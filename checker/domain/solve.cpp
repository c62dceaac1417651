#include "checker/domain/solve.h"

#include "checker/domain/transfer.h"

#include <algorithm>
#include <set>

namespace paraudit::domain {
namespace {

using facts::BlockId;
using facts::ConditionKind;
using facts::EventId;
using facts::kNone;
using facts::RootKind;

class Solver {
 public:
  Solver(facts::FunctionFacts& function, Interner& interner, const DeltaLookup& lookup)
      : function_(function), interner_(interner), transfer_(function, interner, lookup), in_(function.blocks.size()),
        passes_(function.blocks.size()) {}

  void run() {
    if (in_.empty())
      return;
    order_blocks();
    seed();
    if (!iterate()) {
      function_.no_analysis = true;
      return;
    }
    record();
  }

 private:
  // Reverse post-order, so that a block is visited after those that lead to it, loops aside.
  void order_blocks() {
    rank_.assign(in_.size(), static_cast<std::uint32_t>(in_.size()));
    std::vector<std::pair<BlockId, std::size_t>> stack{{0, 0}};
    std::vector<bool> seen(in_.size());
    seen[0] = true;
    auto next_rank = static_cast<std::uint32_t>(in_.size());
    while (!stack.empty()) {
      auto& [block, next] = stack.back();
      const auto& successors = function_.blocks[block].successors;
      if (next == successors.size()) {
        rank_[block] = --next_rank;
        stack.pop_back();
        continue;
      }
      const BlockId successor = successors[next++];
      if (successor != kNone && !seen[successor]) {
        seen[successor] = true;
        stack.emplace_back(successor, 0);
      }
    }
  }

  void seed() {
    in_[0].reachable = true;
    for (const facts::DeltaLock& lock : function_.required)
      in_[0].held[{lock.path, lock.mode}] = Held{};
    work_.insert({rank_[0], 0});
  }

  bool iterate() {
    while (!work_.empty()) {
      const BlockId id = work_.begin()->second;
      work_.erase(work_.begin());
      if (++passes_[id] > kMaxPasses)
        return false;
      const facts::Block& block = function_.blocks[id];
      State state = in_[id];
      for (EventId event = block.first; event < block.first + block.count; ++event)
        transfer_.apply(event, state);
      for (std::size_t i = 0; i < block.successors.size(); ++i)
        if (block.successors[i] != kNone)
          flow(block, i, state);
    }
    return true;
  }

  void flow(const facts::Block& block, std::size_t branch, const State& out) {
    const BlockId to = block.successors[branch];
    State state = out;
    if (block.condition.kind != ConditionKind::kNone && block.successors.size() == 2)
      transfer_.branch(block.condition, branch == 0, state);
    if (join(in_[to], state, interner_))
      work_.insert({rank_[to], to});
  }

  void record() {
    for (BlockId id = 0; id < in_.size(); ++id) {
      State state = in_[id];
      const facts::Block& block = function_.blocks[id];
      for (EventId event = block.first; event < block.first + block.count; ++event) {
        annotate(function_.events[event], state);
        transfer_.apply(event, state);
      }
      if (id == function_.exit)
        make_delta(state);
    }
  }

  void annotate(facts::Event& event, const State& state) {
    facts::Lockset held;
    for (const auto& [key, lock] : state.held)
      held.push_back({key.first, key.second, lock.must, lock.since});
    facts::Lockset released;
    for (const auto& [key, must] : state.released)
      released.push_back({key.first, key.second, must, kNone});
    for (const facts::PathId guard : state.released_guards) // which locks it holds, its owner knows
      released.push_back({guard, facts::Mode::kExclusive, true, kNone});
    event.held = state.reachable ? interner_.lockset(std::move(held)) : kNone;
    event.released = released.empty() ? kNone : interner_.lockset(std::move(released));
    const bool about_locks = event.kind == facts::EventKind::kAcquire || event.kind == facts::EventKind::kRelease ||
                             event.kind == facts::EventKind::kWait || event.kind == facts::EventKind::kGuardBind;
    if (!state.reachable)
      return;
    if (about_locks) {
      std::vector<facts::PathId> locks = transfer_.locks_of(event, state);
      if (!locks.empty() || transfer_.releases_nothing(event, state))
        event.locks = std::move(locks);
    }
    if (event.kind != facts::EventKind::kBind)
      resolve_paths(event, state);
  }

  // Follows references and pointers, so that readers see the objects themselves.
  void resolve_paths(facts::Event& event, const State& state) {
    const auto resolve = [&](facts::PathId& path) { path = transfer_.resolve(path, state); };
    const auto resolve_all = [&](std::vector<facts::Actual>& actuals) {
      for (facts::Actual& actual : actuals)
        resolve(actual.path);
    };
    resolve(event.path);
    resolve(event.receiver.path);
    resolve_all(event.actuals);
    for (facts::Callable& callable : event.callables) {
      resolve(callable.path);
      resolve(callable.receiver.path);
      resolve_all(callable.captures);
      resolve_all(callable.bound);
    }
  }

  bool visible(facts::PathId path, bool with_return = false) const {
    const RootKind root = interner_.get(path).root;
    return root == RootKind::kThis || root == RootKind::kParameter || root == RootKind::kCapture ||
           root == RootKind::kGlobal || (with_return && root == RootKind::kReturn);
  }

  void make_delta(const State& state) {
    facts::ExitDelta delta;
    delta.try_result = function_.delta.try_result;
    for (const auto& [key, held] : state.held)
      if (held.since != kNone && visible(key.first))
        delta.acquired.push_back({key.first, key.second, held.must, facts::Tells::kNothing});
    for (const auto& [key, must] : state.released)
      if (visible(key.first))
        delta.released.push_back({key.first, key.second, must, facts::Tells::kNothing});
    for (const auto& [path, guard] : state.guards)
      if (visible(path, true) && interner_.get(path).root != RootKind::kGlobal)
        for (const LockKey& lock : guard.locks)
          if (visible(lock.first))
            delta.guards.push_back({path, lock.first, lock.second, guard.owned != Owned::kNo});
    for (const facts::PathId guard : state.released_guards)
      delta.released_guards.push_back(guard);
    for (const auto& [to, from] : state.moved_guards)
      if (visible(to, true) && visible(from))
        delta.moved_guards.push_back({to, from});
    for (const auto& [path, source] : state.bindings)
      if (source != kNone && visible(path, true) && visible(source) && !is_vague(interner_.get(path)))
        delta.bindings.push_back({path, source});
    tell_outcomes(delta);
    function_.delta = std::move(delta);
  }

  // Whether a lock is held, by whether the result is zero.
  struct Outcomes {
    bool held[2] = {false, false};
    bool lacking[2] = {false, false};
  };

  // A function that does not always take a lock may say so by what it returns.
  void tell_outcomes(facts::ExitDelta& delta) {
    if (delta.acquired.empty())
      return;
    std::vector<Outcomes> seen(delta.acquired.size());
    for (BlockId id = 0; id < in_.size(); ++id) {
      const facts::Block& block = function_.blocks[id];
      if (block.successors.size() != 1 || block.condition.kind == ConditionKind::kNone || !in_[id].reachable)
        continue;
      State state = in_[id];
      for (EventId event = block.first; event < block.first + block.count; ++event)
        transfer_.apply(event, state);
      for (const bool is_nonzero : {false, true})
        if (block.condition.kind != ConditionKind::kConstant || is_nonzero != block.condition.negated)
          note_outcomes(block.condition, is_nonzero, state, delta, seen);
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const Outcomes& one = seen[i];
      if (one.held[1] && !one.held[0] && one.lacking[0] && !one.lacking[1])
        delta.acquired[i].tells = facts::Tells::kNonzero;
      else if (one.held[0] && !one.held[1] && one.lacking[1] && !one.lacking[0])
        delta.acquired[i].tells = facts::Tells::kZero;
    }
  }

  void note_outcomes(const facts::Condition& returned, bool is_nonzero, State state, const facts::ExitDelta& delta,
                     std::vector<Outcomes>& seen) {
    transfer_.branch(returned, is_nonzero, state);
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const auto held = state.held.find({delta.acquired[i].path, delta.acquired[i].mode});
      seen[i].held[is_nonzero] |= held != state.held.end();
      seen[i].lacking[is_nonzero] |= held == state.held.end() || !held->second.must;
    }
  }

  facts::FunctionFacts& function_;
  Interner& interner_;
  Transfer transfer_;
  std::vector<State> in_;
  std::vector<int> passes_;
  std::vector<std::uint32_t> rank_;
  std::set<std::pair<std::uint32_t, BlockId>> work_;
};

} // namespace

void solve(facts::FunctionFacts& function, Interner& interner, const DeltaLookup& lookup) {
  Solver(function, interner, lookup).run();
}

} // namespace paraudit::domain
