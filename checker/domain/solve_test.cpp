#include "checker/domain/solve.h"
#include "checker/domain/solve_all.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::domain {
namespace {

using facts::Block;
using facts::Condition;
using facts::ConditionKind;
using facts::Event;
using facts::EventKind;
using facts::ExitDelta;
using facts::FunctionFacts;
using facts::kNone;
using facts::PathId;
using facts::RootKind;
using facts::TuFacts;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Builds functions from blocks of events by hand.
class Builder {
 public:
  TuFacts unit;
  Interner interner{unit.paths, unit.locksets};

  PathId global(const std::string& name) { return interner.path({RootKind::kGlobal, 0, name, {}}); }
  PathId local(unsigned index) { return interner.path({RootKind::kLocal, index, "", {}}); }
  PathId parameter(unsigned index) { return interner.path({RootKind::kParameter, index, "", {}}); }
  PathId self() { return interner.path({RootKind::kThis, 0, "", {}}); }

  static Event event(EventKind kind, std::vector<PathId> locks, PathId guard = kNone) {
    Event out;
    out.kind = kind;
    out.locks = std::move(locks);
    out.guard = guard;
    return out;
  }
  static Event access(PathId path) {
    Event out;
    out.kind = EventKind::kAccess;
    out.path = path;
    return out;
  }
  static Event call(const std::string& callee) {
    Event out;
    out.callee = callee;
    out.callee_kind = facts::CalleeKind::kDirect;
    return out;
  }
  static void add(FunctionFacts& function, std::vector<Event> events, std::vector<facts::BlockId> next,
                  Condition condition = {}) {
    Block block;
    block.first = static_cast<facts::EventId>(function.events.size());
    block.count = static_cast<std::uint32_t>(events.size());
    block.successors = std::move(next);
    block.condition = condition;
    for (Event& one : events)
      function.events.push_back(std::move(one));
    function.exit = static_cast<facts::BlockId>(function.blocks.size());
    function.blocks.push_back(std::move(block));
  }
  std::vector<std::string> held(const FunctionFacts& function, facts::EventId id) {
    std::vector<std::string> out;
    for (const facts::HeldLock& lock : unit.locksets.at(function.events.at(id).held))
      out.push_back((lock.must ? "" : "?") + unit.paths[lock.path].name);
    return out;
  }
};

const DeltaLookup kNoCallees = [](const Event&) { return std::vector<CalleeDelta>(); };

TEST(Solve, AJoinKeepsWhatBothSidesHold) {
  Builder b;
  FunctionFacts f;
  Builder::add(f, {Builder::event(EventKind::kAcquire, {b.global("a")})}, {1, 2});
  Builder::add(f, {Builder::event(EventKind::kAcquire, {b.global("b")})}, {2});
  Builder::add(f, {Builder::access(b.global("x"))}, {});
  solve(f, b.interner, kNoCallees);
  EXPECT_THAT(b.held(f, 2), ElementsAre("a", "?b"));
}

TEST(Solve, ALoopReachesItsFixpoint) {
  Builder b;
  FunctionFacts f;
  Builder::add(f, {}, {1});
  Builder::add(f, {Builder::access(b.global("x"))}, {2, 3});
  Builder::add(f, {Builder::event(EventKind::kAcquire, {b.global("a")})}, {1});
  Builder::add(f, {}, {});
  solve(f, b.interner, kNoCallees);
  EXPECT_THAT(b.held(f, 0), ElementsAre("?a"));
  EXPECT_FALSE(f.no_analysis);
}

TEST(Solve, ATriedLockIsHeldWhereTheTestSaysSo) {
  Builder b;
  FunctionFacts f;
  Event tried = Builder::event(EventKind::kAcquire, {b.global("a")});
  tried.is_try = true;
  Builder::add(f, {tried}, {1, 2}, {ConditionKind::kTryAcquired, false, 0, kNone, kNone});
  Builder::add(f, {Builder::access(b.global("x"))}, {3});
  Builder::add(f, {Builder::access(b.global("x"))}, {3});
  Builder::add(f, {}, {});
  solve(f, b.interner, kNoCallees);
  EXPECT_THAT(b.held(f, 1), ElementsAre("a"));
  EXPECT_THAT(b.held(f, 2), IsEmpty());
}

TEST(Solve, AFlagTellsWhetherTheLockIsHeld) {
  Builder b;
  FunctionFacts f;
  const Condition flag{ConditionKind::kFlag, false, kNone, b.local(0), kNone};
  Builder::add(f, {}, {1, 2}, flag);
  Builder::add(f, {Builder::event(EventKind::kAcquire, {b.global("a")})}, {2});
  Builder::add(f, {Builder::access(b.global("x"))}, {3, 4}, flag);
  Builder::add(f, {Builder::access(b.global("x")), Builder::event(EventKind::kRelease, {b.global("a")})}, {4});
  Builder::add(f, {Builder::access(b.global("x"))}, {});
  solve(f, b.interner, kNoCallees);
  EXPECT_THAT(b.held(f, 1), ElementsAre("?a"));
  EXPECT_THAT(b.held(f, 2), ElementsAre("a"));
  EXPECT_THAT(b.held(f, 4), IsEmpty());
}

TEST(Solve, ReleasingTheCallersLockIsToldAndUndone) {
  Builder b;
  FunctionFacts f;
  const PathId lock = b.parameter(0);
  Builder::add(f,
               {Builder::event(EventKind::kRelease, {lock}), Builder::access(b.global("x")),
                Builder::event(EventKind::kAcquire, {lock}), Builder::access(b.global("x"))},
               {});
  solve(f, b.interner, kNoCallees);
  ASSERT_NE(f.events[1].released, kNone);
  EXPECT_EQ(b.unit.locksets[f.events[1].released][0].path, lock);
  EXPECT_EQ(f.events[3].released, kNone);
  EXPECT_EQ(f.delta, ExitDelta{});
}

TEST(Solve, ARecursiveLockIsHeldUntilItsLastRelease) {
  Builder b;
  FunctionFacts f;
  const PathId a = b.global("a");
  Builder::add(f,
               {Builder::event(EventKind::kAcquire, {a}), Builder::event(EventKind::kAcquire, {a}),
                Builder::event(EventKind::kRelease, {a}), Builder::access(b.global("x")),
                Builder::event(EventKind::kRelease, {a}), Builder::access(b.global("x"))},
               {});
  solve(f, b.interner, kNoCallees);
  EXPECT_THAT(b.held(f, 3), ElementsAre("a"));
  EXPECT_THAT(b.held(f, 5), IsEmpty());
}

TEST(Solve, AnUnreachableBlockHasNoLocksets) {
  Builder b;
  FunctionFacts f;
  Builder::add(f, {}, {2});
  Builder::add(f, {Builder::access(b.global("x"))}, {2});
  Builder::add(f, {}, {});
  solve(f, b.interner, kNoCallees);
  EXPECT_EQ(f.events[0].held, kNone);
}

Condition when(ConditionKind kind, bool negated, facts::EventId event = kNone) {
  return {kind, negated, event, kNone, kNone};
}

// int wrapper() { if (lock(&a) != 0) return FAILED; return TAKEN; }
FunctionFacts wrapper(Builder& b, bool failed_is_zero) {
  FunctionFacts f;
  f.symbol = "wrapper";
  Builder::add(f, {Builder::event(EventKind::kAcquire, {b.global("a")})}, {2, 1},
               when(ConditionKind::kTryAcquired, false, 0));
  Builder::add(f, {}, {3}, when(ConditionKind::kConstant, failed_is_zero));
  Builder::add(f, {}, {3}, when(ConditionKind::kConstant, !failed_is_zero));
  Builder::add(f, {}, {});
  return f;
}

TEST(SolveAll, AResultTellsWhetherALockThatBlocksWasTaken) {
  for (const bool failed_is_zero : {false, true}) {
    Builder b;
    // int outer() { return wrapper(); }
    FunctionFacts outer;
    outer.symbol = "outer";
    Builder::add(outer, {Builder::call("wrapper")}, {1}, when(ConditionKind::kZeroResult, true, 0));
    Builder::add(outer, {}, {});
    FunctionFacts user;
    user.symbol = "user";
    Builder::add(user, {Builder::call("outer")}, {1, 2}, when(ConditionKind::kZeroResult, false, 0));
    Builder::add(user, {Builder::access(b.global("x"))}, {});
    Builder::add(user, {Builder::access(b.global("x"))}, {});
    b.unit.functions = {user, outer, wrapper(b, failed_is_zero)};
    solve_all({&b.unit}, {});
    for (const std::size_t function : {1, 2}) {
      const std::vector<facts::DeltaLock>& acquired = b.unit.functions[function].delta.acquired;
      ASSERT_EQ(acquired.size(), 1u);
      EXPECT_TRUE(acquired[0].must); // for those who ask nothing
      EXPECT_EQ(acquired[0].tells, failed_is_zero ? facts::Tells::kNonzero : facts::Tells::kZero);
    }
    const FunctionFacts& solved = b.unit.functions[0];
    EXPECT_EQ(b.held(solved, 1), failed_is_zero ? std::vector<std::string>() : std::vector<std::string>{"a"});
    EXPECT_EQ(b.held(solved, 2), failed_is_zero ? std::vector<std::string>{"a"} : std::vector<std::string>());
  }
}

TEST(Solve, AResultThatIsTheSameEitherWayTellsNothing) {
  Builder b;
  FunctionFacts f = wrapper(b, true);
  f.blocks[2].condition = when(ConditionKind::kUnknown, false);
  solve(f, b.interner, kNoCallees);
  ASSERT_EQ(f.delta.acquired.size(), 1u);
  EXPECT_EQ(f.delta.acquired[0].tells, facts::Tells::kNothing);
}

// A guard class whose constructor and destructor live in another unit than its user.
TEST(SolveAll, GuardsAreFollowedAcrossUnits) {
  Builder guard;
  FunctionFacts constructor;
  constructor.symbol = "ctor";
  const PathId member = guard.interner.deref(guard.interner.field(guard.self(), "G::mu_"));
  Event bind;
  bind.kind = EventKind::kBind;
  bind.path = member;
  bind.source = guard.parameter(0);
  Builder::add(constructor, {bind, Builder::event(EventKind::kAcquire, {member})}, {});
  FunctionFacts destructor;
  destructor.symbol = "dtor";
  Builder::add(destructor, {Builder::event(EventKind::kRelease, {member})}, {});
  guard.unit.functions = {constructor, destructor};

  Builder user;
  FunctionFacts f;
  f.symbol = "f";
  Event make = Builder::call("ctor");
  make.receiver = {user.local(0), true, false};
  make.actuals = {{user.global("m"), true, false}};
  Event drop = Builder::call("dtor");
  drop.receiver = make.receiver;
  Builder::add(f, {make, Builder::access(user.global("x")), drop, Builder::access(user.global("x"))}, {});
  user.unit.functions = {f};

  solve_all({&user.unit, &guard.unit}, {});
  EXPECT_THAT(user.held(user.unit.functions[0], 1), ElementsAre("m"));
  EXPECT_THAT(user.held(user.unit.functions[0], 3), IsEmpty());
}

// `other.p = p; p = &empty;`: the other one has what this one had before, and no name but its own.
TEST(SolveAll, ACallBindsAllAtOnce) {
  Builder b;
  const auto led_to = [&](PathId object) { return b.interner.deref(b.interner.field(object, "L::p")); };
  const auto bind = [](PathId path, PathId source) {
    Event out;
    out.kind = EventKind::kBind;
    out.path = path;
    out.source = source;
    return out;
  };
  FunctionFacts flush;
  flush.symbol = "flush";
  Builder::add(flush, {bind(led_to(b.parameter(0)), led_to(b.self())), bind(led_to(b.self()), b.global("empty"))}, {});
  FunctionFacts f;
  f.symbol = "f";
  Event call = Builder::call("flush");
  call.receiver = {b.global("list"), true, false};
  call.actuals = {{b.local(0), true, false}};
  const PathId taken = led_to(b.local(0)), left = led_to(b.global("list"));
  Builder::add(f,
               {call, Builder::event(EventKind::kAcquire, {taken}), Builder::access(b.global("x")),
                Builder::event(EventKind::kRelease, {taken}), Builder::event(EventKind::kAcquire, {left}),
                Builder::access(b.global("x"))},
               {});
  b.unit.functions = {flush, f};
  solve_all({&b.unit}, {});
  EXPECT_THAT(b.held(b.unit.functions[1], 2), ElementsAre("")) << "what the local leads to";
  EXPECT_THAT(b.held(b.unit.functions[1], 5), ElementsAre("empty"));
}

TEST(SolveAll, WhatMayBeNullMayBeHeld) {
  Builder b;
  FunctionFacts lock;
  lock.symbol = "lock";
  Builder::add(lock, {Builder::event(EventKind::kAcquire, {b.parameter(0)})}, {});
  FunctionFacts f;
  f.symbol = "f";
  Event call = Builder::call("lock");
  call.actuals = {{b.global("a"), true, false}};
  Event optional = call;
  optional.actuals = {{b.global("b"), true, false}};
  optional.actuals[0].may_be_null = true;
  Builder::add(f, {call, optional, Builder::access(b.global("x"))}, {});
  b.unit.functions = {lock, f};
  solve_all({&b.unit}, {});
  EXPECT_THAT(b.held(b.unit.functions[1], 2), ElementsAre("a", "?b"));
}

TEST(SolveAll, RecursionEnds) {
  Builder b;
  FunctionFacts f;
  f.symbol = "f";
  Builder::add(f, {Builder::call("g"), Builder::event(EventKind::kAcquire, {b.global("a")})}, {});
  FunctionFacts g;
  g.symbol = "g";
  Builder::add(g, {Builder::call("f")}, {});
  b.unit.functions = {f, g};
  solve_all({&b.unit}, {});
  EXPECT_EQ(b.unit.functions[0].delta.acquired.size(), 1u);
}

TEST(SolveAll, LongCallChainsNeedNoStack) {
  Builder b;
  constexpr int kLength = 5000;
  b.unit.functions.resize(kLength);
  for (int i = 0; i < kLength; ++i) {
    FunctionFacts& f = b.unit.functions[static_cast<std::size_t>(i)];
    f.symbol = "f" + std::to_string(i);
    const bool last = i + 1 == kLength;
    Builder::add(
        f, {last ? Builder::event(EventKind::kAcquire, {b.global("a")}) : Builder::call("f" + std::to_string(i + 1))},
        {});
  }
  solve_all({&b.unit}, {});
  EXPECT_EQ(b.unit.functions[0].delta.acquired.size(), 1u);
}

TEST(Interner, TruncatesLongPaths) {
  Builder b;
  PathId path = b.self();
  for (int i = 0; i < 20; ++i)
    path = b.interner.deref(path);
  EXPECT_EQ(b.interner.get(path).elements.size(), facts::kMaxPathElements + 1);
  EXPECT_TRUE(is_vague(b.interner.get(path)));
  EXPECT_EQ(b.interner.deref(path), path);
}

} // namespace
} // namespace paraudit::domain
