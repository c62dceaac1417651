// Copies for constant arguments and classes: which are made, what they leave out, and what becomes of the original.
#include "checker/link/link.h"
#include "checker/link/unit_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `callee(bool locks)`: takes the mutex under `if (locks)`, then returns.
facts::FunctionFacts locks_on_demand(facts::FunctionFacts plain) {
  const facts::BlockId exit = 3;
  facts::Block entry, taken, rest, end;
  entry.successors = {1, 2};
  entry.parameter_test = {0, 0, true};
  taken.count = 1;
  taken.successors = {2};
  rest.first = 1;
  rest.count = static_cast<uint32_t>(plain.events.size()) - 1;
  rest.successors = {exit};
  end.first = static_cast<uint32_t>(plain.events.size());
  plain.blocks = {entry, taken, rest, end};
  plain.exit = exit;
  plain.parameters.resize(1);
  return plain;
}

class Specialise : public testing::Test {
 protected:
  Specialise() {
    unit_.lock("mutex");
    unit_.state("value");
    unit_.function("callee").acquire(unit_.global("mutex")).access(unit_.global("value"), facts::AccessKind::kRead);
  }

  void call(const std::string& caller, const facts::Actual& argument) {
    unit_.function(caller).call("callee");
    arguments_.push_back(argument);
  }

  Program link(bool has_main) {
    if (has_main) {
      unit_.function("main");
    }
    facts::TuFacts facts = unit_.build();
    size_t next = 0;
    for (facts::FunctionFacts& function : facts.functions) {
      if (function.symbol == "callee") {
        function = locks_on_demand(function);
      } else if (!function.events.empty()) {
        function.events[0].actuals = {arguments_[next++]};
      }
    }
    return link_program({facts}, {});
  }

  static facts::Actual constant(int64_t value) {
    facts::Actual actual;
    actual.is_constant = true;
    actual.constant = value;
    return actual;
  }

  // How many locks a call of this function may take.
  static size_t acquisitions(const Program& program, const std::string& function) {
    return program.summaries->of(program.index->function(function)).acquisitions.size();
  }

  UnitBuilder unit_{"a.cpp"};
  std::vector<facts::Actual> arguments_;
};

TEST_F(Specialise, EachCallerSeesWhatItsConstantLeaves) {
  call("asks", constant(1));
  call("declines", constant(0));
  call("unknown", {});
  Program program = link(/*has_main=*/true);
  EXPECT_EQ(acquisitions(program, "asks"), 1u);
  EXPECT_EQ(acquisitions(program, "declines"), 0u);
  EXPECT_EQ(acquisitions(program, "unknown"), 1u);
  EXPECT_FALSE(program.index->functions[program.index->function("callee")].is_specialised) << "somebody calls it so";
}

TEST_F(Specialise, CopiesReplaceWhatNobodyElseCalls) {
  call("declines", constant(0));
  Program program = link(/*has_main=*/true);
  const Function& callee = program.index->functions[program.index->function("callee")];
  EXPECT_TRUE(callee.is_specialised);
  EXPECT_FALSE(callee.is_repeated) << "what counts once, the copy tells now";
}

TEST_F(Specialise, WhatALibraryShowsStaysForWhatNoCopyShows) {
  call("declines", constant(0));
  Program program = link(/*has_main=*/false);
  EXPECT_EQ(acquisitions(program, "callee"), 1u);
  EXPECT_EQ(acquisitions(program, "declines"), 0u);
}

TEST_F(Specialise, ConstantsArePassedOn) {
  facts::Actual passed;
  passed.passes = 0;
  call("forwards", passed);
  unit_.function("outer").call("forwards");
  arguments_.push_back(constant(0));
  Program program = link(/*has_main=*/true);
  EXPECT_EQ(acquisitions(program, "outer"), 0u);
}

// `walk(Visitor* visitor) { visitor->visit(); }`, through another function: the class of the visitor decides.
class SpecialiseVisitors : public testing::Test {
 protected:
  SpecialiseVisitors() {
    unit_.lock("mutex");
    visitor("Quiet");
    visitor("Locking");
    unit_.function("Quiet::visit");
    unit_.function("Locking::visit").acquire(unit_.global("mutex"));
    unit_.function("walk").call("Visitor::visit");
    unit_.function("walk_all").call("walk", {unit_.parameter(0)});
    for (const char* caller : {"quiet", "locking", "any"}) {
      unit_.function(caller).call("walk_all", {unit_.local(0, {})});
    }
  }

  Program link() {
    facts::TuFacts facts = unit_.build();
    facts.classes = classes_;
    for (facts::FunctionFacts& function : facts.functions) {
      if (function.symbol == "walk") {
        function.events[0].callee_kind = facts::CalleeKind::kVirtual;
        function.events[0].receiver = {unit_.parameter(0), true, false};
      } else if (function.symbol == "quiet" || function.symbol == "locking") {
        function.events[0].actual_classes = {function.symbol == "quiet" ? "Quiet" : "Locking"};
      }
    }
    return link_program({facts}, {});
  }

  static size_t acquisitions(const Program& program, const std::string& function) {
    return program.summaries->of(program.index->function(function)).acquisitions.size();
  }

 private:
  void visitor(const std::string& name) {
    facts::ClassFacts one;
    one.name = name;
    one.bases = {"Visitor"};
    one.instantiated = true;
    one.virtual_methods = {{name + "::visit", {"Visitor::visit"}}};
    classes_.push_back(one);
  }

  UnitBuilder unit_{"a.cpp"};
  std::vector<facts::ClassFacts> classes_;
};

TEST_F(SpecialiseVisitors, TheClassThatACallerMadeIsRun) {
  Program program = link();
  EXPECT_EQ(acquisitions(program, "quiet"), 0u);
  EXPECT_EQ(acquisitions(program, "locking"), 1u);
  EXPECT_EQ(acquisitions(program, "any"), 1u);
}

} // namespace
} // namespace paraudit::link
