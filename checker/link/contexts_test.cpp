#include "checker/link/contexts.h"

#include "checker/link/link.h"
#include "checker/link/unit_builder.h"

#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

FunctionId id_of(const Program& program, const std::string& symbol) {
  return program.index->function_by_symbol.at(symbol);
}

TEST(Contexts, WithoutAMainWhatIsVisibleIsAnEntry) {
  UnitBuilder unit("u.cpp");
  unit.state("x");
  unit.function("f").write(unit.global("x"));
  Program program = link_program({unit.build()}, {});
  EXPECT_TRUE(program.contexts->is_reached_by_entry(id_of(program, "f")));
}

TEST(Contexts, ThreadsAreTheEntriesOfAProgramWithMain) {
  UnitBuilder unit("u.cpp");
  unit.state("x");
  unit.function("inner").write(unit.global("x"));
  unit.function("work").call("inner");
  unit.function("serial").write(unit.global("x"));
  unit.function("main").call("serial").start_thread("work", unit.global("t")).join(unit.global("t"));
  Program program = link_program({unit.build()}, {});
  EXPECT_TRUE(program.contexts->is_reached_by_entry(id_of(program, "work")));
  EXPECT_TRUE(program.contexts->is_reached_by_entry(id_of(program, "inner")));
  EXPECT_FALSE(program.contexts->is_reached_by_entry(id_of(program, "serial")));
  ASSERT_EQ(program.contexts->entries().size(), 1u);
  EXPECT_EQ(program.contexts->entries()[0].reason, "std::thread");
  EXPECT_FALSE(program.contexts->entries()[0].many);
}

TEST(Contexts, MainIsAloneBeforeItsThreadsAndAfterTheirJoin) {
  UnitBuilder unit("u.cpp");
  unit.state("x");
  facts::PathId x = unit.global("x"), thread = unit.global("t");
  unit.function("work").write(x);
  unit.function("main").write(x).start_thread("work", thread).write(x).join(thread).write(x);
  Program program = link_program({unit.build()}, {});
  FunctionId main = id_of(program, "main");
  EXPECT_TRUE(program.contexts->is_alone(main, 0));
  EXPECT_FALSE(program.contexts->is_alone(main, 2));
  EXPECT_TRUE(program.contexts->is_alone(main, 4));
  EXPECT_TRUE(program.contexts->may_be_parallel(id_of(program, "work"), 0));
  EXPECT_FALSE(program.contexts->may_be_parallel(main, 0));
}

TEST(Contexts, OneThreadDoesNotOverlapItself) {
  UnitBuilder unit("u.cpp");
  unit.state("x");
  unit.function("one").write(unit.global("x"));
  unit.function("other").write(unit.global("x"));
  unit.function("main").start_thread("one", unit.global("t")).start_thread("other", unit.global("u"));
  Program program = link_program({unit.build()}, {});
  FunctionId one = id_of(program, "one"), other = id_of(program, "other");
  EXPECT_FALSE(program.contexts->may_overlap({{one, 0}, {one, 0}}));
  EXPECT_TRUE(program.contexts->may_overlap({{one, 0}, {other, 0}}));
}

TEST(Contexts, APatternMakesEntriesOfASerialProgram) {
  UnitBuilder unit("u.cpp");
  unit.function("compile_unit").call("lower");
  unit.function("lower");
  unit.function("main").call("compile_unit");
  LinkOptions options;
  options.parallel_entries = {"^compile_", "^nothing"};
  Program program = link_program({unit.build()}, options);
  FunctionId unit_id = id_of(program, "compile_unit");
  EXPECT_TRUE(program.contexts->is_reached_by_entry(unit_id));
  EXPECT_TRUE(program.contexts->may_overlap({{unit_id, 0}, {unit_id, 0}})) << "several threads may run it";
  EXPECT_EQ(program.contexts->unmatched_patterns(), std::vector<std::string>{"^nothing"});
}

TEST(Contexts, ALockThatEveryCallerHoldsIsHeldOnEntry) {
  for (bool is_forgotten : {false, true}) {
    UnitBuilder unit("u.cpp");
    unit.lock("m");
    unit.state("x");
    unit.function("inner").write(unit.global("x"));
    unit.function("f").acquire(unit.global("m")).call("inner").release(unit.global("m"));
    unit.function("g").acquire(unit.global("m")).call("inner").release(unit.global("m"));
    unit.function("main").start_thread("f", unit.global("t")).call("g");
    if (is_forgotten) {
      unit.call("inner");
    }
    Program program = link_program({unit.build()}, {});
    EXPECT_EQ(program.contexts->held_on_entry(id_of(program, "inner")).size(), is_forgotten ? 0u : 1u);
  }
}

TEST(Contexts, WhatInitialisersAloneCallRunsAtStart) {
  for (bool is_called_later : {false, true}) {
    UnitBuilder unit("u.cpp");
    unit.state("registry");
    unit.function("add").write(unit.global("registry"));
    unit.function("register_pass").call("add");
    unit.function("init:pass").as_initialiser().call("register_pass");
    unit.function("work");
    unit.function("main").start_thread("work", unit.global("t"));
    if (is_called_later) {
      unit.call("add");
    }
    Program program = link_program({unit.build()}, {});
    EXPECT_TRUE(program.contexts->runs_at_start_only(id_of(program, "init:pass")));
    EXPECT_TRUE(program.contexts->runs_at_start_only(id_of(program, "register_pass")));
    EXPECT_EQ(program.contexts->runs_at_start_only(id_of(program, "add")), !is_called_later);
    EXPECT_EQ(program.contexts->may_be_parallel(id_of(program, "add"), 0), is_called_later);
    EXPECT_FALSE(program.contexts->runs_at_start_only(id_of(program, "work")));
  }
}

TEST(Contexts, InternalFunctionsThatOnlyEachOtherCallAreDead) {
  UnitBuilder unit("u.cpp");
  unit.function("even").as_internal().call("odd");
  unit.function("odd").as_internal().call("even");
  unit.function("helper").as_internal();
  unit.function("kept").as_internal();
  unit.address_taken("kept");
  unit.function("use").call("helper");
  Program program = link_program({unit.build()}, {});
  for (const char* dead : {"even", "odd"}) {
    EXPECT_TRUE(program.contexts->is_dead(id_of(program, dead))) << dead;
  }
  for (const char* alive : {"helper", "kept", "use"}) {
    EXPECT_FALSE(program.contexts->is_dead(id_of(program, alive))) << alive;
  }
}

} // namespace
} // namespace paraudit::link
