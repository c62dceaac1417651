#include "checker/link/guards.h"

#include "checker/link/link.h"
#include "checker/link/unit_builder.h"

#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

using facts::AccessKind;

const GuardedState& state_of(const Program& program, const std::string& symbol) {
  return *program.guards->of_static(program.index->state_by_symbol.at(symbol));
}

const GuardedState* field_of(const Program& program, const std::string& field) {
  for (const GuardedState& state : program.guards->states()) {
    if (program.guards->subject(state).field == field) {
      return &state;
    }
  }
  return nullptr;
}

std::string guard_of(const Program& program, const GuardedState& state) {
  return state.guard.lock == kNoId ? "" : program.index->locks[state.guard.lock].id;
}

// A library: every function is one that threads may enter.
struct Library : UnitBuilder {
  Library() : UnitBuilder("u.cpp") {
    lock("m");
    lock("n");
    state("x");
  }
};

TEST(Guards, TheLockOfMostAccessesGuards) {
  Library unit;
  for (const char* name : {"f", "g", "h"}) {
    unit.function(name).guarded(unit.global("m"), unit.global("x"));
  }
  unit.function("forgets").read(unit.global("x"));
  Program program = link_program({unit.build()}, {});
  const GuardedState& x = state_of(program, "x");
  EXPECT_EQ(x.source, GuardSource::kInferred);
  EXPECT_EQ(guard_of(program, x), "m");
  EXPECT_EQ(x.counted, 4u);
  EXPECT_EQ(x.guarded, 3u);
  ASSERT_EQ(x.unguarded.size(), 1u);
  EXPECT_EQ(program.index->functions[x.accesses[x.unguarded[0]].access->function].facts->name, "forgets");
}

TEST(Guards, ReadsAloneNeedNone) {
  Library unit;
  unit.function("f").guarded(unit.global("m"), unit.global("x"), AccessKind::kRead);
  unit.function("g").read(unit.global("x"));
  Program program = link_program({unit.build()}, {});
  EXPECT_EQ(program.guards->of_static(program.index->state_by_symbol.at("x")), nullptr);
}

TEST(Guards, ALockOfFewAccessesDoesNotGuard) {
  Library unit;
  unit.function("f").guarded(unit.global("m"), unit.global("x"));
  for (const char* name : {"g", "h", "i"}) {
    unit.function(name).write(unit.global("x"));
  }
  Program program = link_program({unit.build()}, {});
  EXPECT_NE(state_of(program, "x").source, GuardSource::kInferred);
  EXPECT_TRUE(state_of(program, "x").unguarded.empty());
}

TEST(Guards, AnotherLockInsteadIsInconsistent) {
  Library unit;
  for (const char* name : {"f", "g"}) {
    unit.function(name).guarded(unit.global("m"), unit.global("x"));
  }
  unit.function("h").guarded(unit.global("n"), unit.global("x"));
  Program program = link_program({unit.build()}, {});
  const GuardedState& x = state_of(program, "x");
  ASSERT_EQ(x.inconsistent.size(), 1u);
  EXPECT_EQ(program.index->functions[x.accesses[x.inconsistent[0]].access->function].facts->name, "h");
}

TEST(Guards, WhatEveryCallerHoldsCounts) {
  Library unit;
  unit.function("inner").write(unit.global("x"));
  for (const char* name : {"f", "g"}) {
    unit.function(name).acquire(unit.global("m")).call("inner").release(unit.global("m"));
  }
  unit.function("main").call("f").start_thread("f", unit.global("t")).start_thread("g", unit.global("u"));
  Program program = link_program({unit.build()}, {});
  EXPECT_TRUE(state_of(program, "x").unguarded.empty());
  EXPECT_EQ(guard_of(program, state_of(program, "x")), "m");
}

TEST(Guards, AccessesBeforeTheFirstThreadDoNotCount) {
  for (bool is_before : {true, false}) {
    Library unit;
    unit.function("work").guarded(unit.global("m"), unit.global("x")).guarded(unit.global("m"), unit.global("x"));
    unit.function("main");
    if (is_before) {
      unit.write(unit.global("x")).start_thread("work", unit.global("t"));
    } else {
      unit.start_thread("work", unit.global("t")).write(unit.global("x"));
    }
    Program program = link_program({unit.build()}, {});
    EXPECT_EQ(state_of(program, "x").unguarded.size(), is_before ? 0u : 1u);
  }
}

TEST(Guards, AMembersGuardIsThatOfTheSameObject) {
  UnitBuilder unit("u.cpp");
  unit.guarded_class("Table", "mutex", "size");
  facts::PathId mutex = unit.self_field("Table::mutex"), size = unit.self_field("Table::size");
  unit.function("add").guarded(mutex, size);
  unit.function("remove").guarded(mutex, size);
  unit.function("peek").read(size);
  Program program = link_program({unit.build()}, {});
  const GuardedState* field = field_of(program, "Table::size");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->source, GuardSource::kInferred);
  EXPECT_EQ(guard_of(program, *field), "Table::mutex");
  EXPECT_EQ(field->guard.place, "this.Table::mutex");
  EXPECT_EQ(field->unguarded.size(), 1u);
}

} // namespace
} // namespace paraudit::link
