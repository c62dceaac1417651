// What must not happen under a lock, and what it rests on: stored callables, objects of one's own, dead ends.
#include "checker/link/dead_ends.h"
#include "checker/link/link.h"
#include "checker/link/unit_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

using testing::ElementsAre;

facts::FunctionFacts with_blocks(const std::vector<std::vector<facts::BlockId>>& successors, facts::BlockId exit) {
  facts::FunctionFacts function;
  for (const std::vector<facts::BlockId>& next : successors) {
    function.blocks.emplace_back().successors = next;
  }
  function.exit = exit;
  return function;
}

TEST(DeadEnds, EveryWayOnEnds) {
  // 0 -> 1 or 2; 1 -> exit; 2 -> 3; 3 ends.
  EXPECT_THAT(dead_ends(with_blocks({{1, 2}, {4}, {3}, {facts::kNone}, {}}, 4)),
              ElementsAre(false, false, true, true, false));
}

TEST(DeadEnds, ALoopGoesOn) {
  EXPECT_THAT(dead_ends(with_blocks({{1}, {2}, {1}, {}}, 3)), ElementsAre(false, false, false, false));
  EXPECT_THAT(dead_ends(with_blocks({{0}, {}}, 1)), ElementsAre(false, false));
}

TEST(DeadEnds, NothingOfAFunctionWithoutBlocks) {
  EXPECT_THAT(dead_ends(facts::FunctionFacts()), ElementsAre());
}

// `open` makes an object, takes its lock and sleeps.
struct Opening : UnitBuilder {
  Opening() : UnitBuilder("u.cpp") {
    guarded_class("Database", "mutex", "value");
    lock("m");
  }
  facts::PathId made() { return local(0, {}); }
  facts::PathId mutex() { return local(0, {{facts::ElementKind::kField, "Database::mutex"}}); }
  size_t deeds() { return link_program({build()}, {}).deeds->under_lock().size(); }
};

TEST(Deeds, NobodyWaitsForAnObjectOfOnesOwn) {
  Opening unit;
  unit.function("open").acquire(unit.mutex()).block("sleep").release(unit.mutex());
  EXPECT_EQ(unit.deeds(), 0u);
}

TEST(Deeds, WhatWasStoredOthersReach) {
  Opening unit;
  unit.function("open").bind(unit.global("database"), unit.made());
  unit.acquire(unit.mutex()).block("sleep").release(unit.mutex());
  EXPECT_EQ(unit.deeds(), 1u);
}

TEST(Deeds, WhatWasPassedOnOthersMayReach) {
  Opening unit;
  unit.function("open").call("remember", {unit.made()});
  unit.acquire(unit.mutex()).block("sleep").release(unit.mutex());
  EXPECT_EQ(unit.deeds(), 1u);
}

TEST(Deeds, OneStatementIsOneFinding) {
  Opening unit;
  unit.function("write").block("file-io").block("file-io").block("file-io");
  unit.function("save").acquire(unit.global("m")).call("write").block("sleep").release(unit.global("m"));
  Program program = link_program({unit.build()}, {});
  const std::vector<DeedUnderLock>& found = program.deeds->under_lock();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].more.size(), 2u);
  EXPECT_TRUE(found[1].more.empty());
}

// f is stored in a member, copied to another, and called through that.
struct Stores : UnitBuilder {
  Stores() : UnitBuilder("u.cpp") {
    function("f");
    function("g");
  }
  std::vector<std::string> called(const std::string& caller, facts::PathId place) {
    Program program = link_program({build()}, {});
    FunctionId id = program.index->function(caller);
    std::vector<std::string> names;
    for (FunctionId target :
         program.graph->stored_targets(id, program.index->path(program.index->functions[id], place), "void ()")) {
      names.push_back(program.index->functions[target].facts->name);
    }
    return names;
  }
};

TEST(StoredCallables, FollowsCopiesParametersAndResults) {
  Stores unit;
  facts::PathId first = unit.self_field("first"), second = unit.self_field("second");
  unit.function("set").keep(first, "", unit.parameter(0));
  unit.function("start").call_with("set", "f");
  unit.function("get").keep(unit.returned(), "", first);
  unit.function("copy").call("get");
  unit.keep(second, "", unit.result(0));
  EXPECT_THAT(unit.called("copy", second), ElementsAre("f"));
}

// By type where a place gets what nobody follows, or is none that is followed; a place of which no store was seen gets
// its functions from outside.
TEST(StoredCallables, WhatNobodyFollowsIsFoundByType) {
  Stores unit;
  unit.address_taken("g");
  unit.function("set").keep(unit.self_field("first"), "f", facts::kNone);
  unit.function("hide").keep(facts::kNone, "", unit.self_field("first"));
  unit.function("fetch").keep(unit.self_field("fed"), "", facts::kNone);
  unit.function("run");
  EXPECT_THAT(unit.called("run", unit.self_field("first")), ElementsAre("f"));
  EXPECT_THAT(unit.called("run", unit.self_field("fed")), ElementsAre("f", "g"));
  EXPECT_THAT(unit.called("run", facts::kNone), ElementsAre("f", "g"));
  EXPECT_THAT(unit.called("run", unit.self_field("other")), ElementsAre());
}

} // namespace
} // namespace paraudit::link
