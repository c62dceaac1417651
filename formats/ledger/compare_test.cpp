#include "formats/ledger/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kHead = "schema: paraudit.ledger\nversion: '1.0'\n";

// One guarded cache, one plain flag, one frozen option; locks L and M.
ProgramFacts facts() {
  ProgramFacts facts;
  facts.locks = {"L", "M", "N"};
  facts.state.push_back(
      {"cache",
       "guarded",
       "L",
       {"a.cpp", 3, 1},
       true,
       {{"put", {"a.cpp", 9, 3}, true, false, true, {"L"}}, {"get", {"a.cpp", 12, 3}, false, false, true, {"L"}}}});
  facts.state.push_back(
      {"flag",
       "none",
       "",
       {"a.cpp", 4, 1},
       true,
       {{"set", {"a.cpp", 20, 3}, true, false, true, {}}, {"init", {"a.cpp", 2, 1}, true, false, false, {}}}});
  facts.state.push_back({"table", "never-written", "", {"a.cpp", 5, 1}, true, {}});
  facts.pairs.push_back({"L", "M", {"a.cpp", 30, 5}});
  return facts;
}

std::vector<std::string> judged(const std::string& rest, const ProgramFacts& program = facts()) {
  std::vector<std::string> lines;
  for (const Discrepancy& found : compare(parse_ledger("l.yaml", kHead + rest), program))
    lines.push_back(std::string(discrepancy_word(found.kind)) + " " + std::to_string(found.at.line) + " " +
                    found.message);
  return lines;
}

// What is documented in every test that looks at something else.
std::string others(const std::string& without = "") {
  std::string text = "lock_order:\n  - {before: L, after: M}\nstate:\n";
  for (const char* id : {"cache", "flag"})
    if (id != without)
      text += std::string("  - id: ") + id + "\n    decision: todo\n";
  return text;
}

TEST(Compare, NewIsWhatHasNoEntry) {
  EXPECT_THAT(judged(""),
              ElementsAre(HasSubstr("new 0 'M' is acquired while 'L' is held, and the ledger states no order"),
                          HasSubstr("new 0 'cache' is shared state (guarded) with no entry"),
                          HasSubstr("new 0 'flag' is shared state (none)")));
  EXPECT_THAT(judged(others()), IsEmpty());
}

TEST(Compare, OrderIsCoveredByLevelsClosureAndSource) {
  ProgramFacts program = facts();
  program.state.clear();
  EXPECT_THAT(judged("lock_levels: [[L], [N], [M]]", program), IsEmpty());
  EXPECT_THAT(judged("lock_order: [{before: L, after: N}, {before: N, after: M}]", program),
              ElementsAre(HasSubstr("unused 3 'N' is nowhere"), HasSubstr("unused 3 'M' is nowhere")));
  program.pairs[0].is_declared = true;
  EXPECT_THAT(judged("", program), IsEmpty());
}

TEST(Compare, StaleIsWhatIsGoneOrMoved) {
  EXPECT_THAT(judged(others() + "  - id: A::flags\n    decision: leave\n"),
              ElementsAre(HasSubstr("stale 10 'A::flags' is no shared state of the program any more; remove")));
  EXPECT_THAT(judged(others("flag") + "  - id: Old::flag\n    decision: leave\n"),
              ElementsAre(HasSubstr("new 0 'flag'"), HasSubstr("(did it become 'flag'?)")));
  EXPECT_THAT(judged(others("flag") + "  - id: flag\n    decision: leave\n    file: b.cpp\n"),
              ElementsAre(HasSubstr("'flag' is in a.cpp now, not in b.cpp")));
  EXPECT_THAT(judged(others("cache") + "  - id: cache\n    decision: synchronise\n    guard: Gone\n"),
              ElementsAre(HasSubstr(
                  "stale 10 'Gone', the guard of 'cache', is no lock of the program; its accesses hold 'L'")));
  EXPECT_THAT(judged(others() + "lock_levels: [[L, Gone]]\n"), ElementsAre(HasSubstr("stale 10 'Gone' is no lock")));
}

TEST(Compare, GuardsAndInvariantsAreVerified) {
  auto state = [&](const std::string& id, const std::string& rest) {
    return judged(others(id) + "  - id: " + id + "\n    decision: todo\n    " + rest + "\n");
  };
  EXPECT_THAT(state("cache", "guard: L"), IsEmpty());
  EXPECT_THAT(state("cache", "guard: M"),
              ElementsAre(HasSubstr("contradicted 10 'cache' changed its guard: its accesses hold 'L', not 'M'")));
  EXPECT_THAT(state("flag", "guard: L"), ElementsAre(HasSubstr("but 'set' writes it at a.cpp:20, with no lock held")));
  EXPECT_THAT(
      state("flag", "invariants: [written only before threads start]"),
      ElementsAre(HasSubstr(
          "contradicted 10 'flag': stated is \"written only before threads start\", but 'set' writes it at a.cpp:20")));
  EXPECT_THAT(state("cache", "invariants: [never-written]"),
              ElementsAre(HasSubstr("'put' writes it at a.cpp:9, holding 'L'")));
  EXPECT_THAT(state("cache", "invariants: [atomic]"), ElementsAre(HasSubstr("'put' writes it")));
  EXPECT_THAT(state("cache", "invariants: [not-parallel]"),
              ElementsAre(HasSubstr("but code that several threads run does")));
  EXPECT_THAT(state("cache", "invariants: [worker-local]"), ElementsAre(HasSubstr("one object for all (guarded)")));
  EXPECT_THAT(state("cache", "invariants: [guarded-writes]"), ElementsAre(HasSubstr("names no guard")));
  EXPECT_THAT(state("cache", "invariants: [entries are never removed]"), IsEmpty());
  EXPECT_THAT(state("cache", "atomicity: [flag]"), ElementsAre(HasSubstr("are guarded by 'L' and nothing")));
  EXPECT_THAT(state("cache", "atomicity: [nobody]"),
              ElementsAre(HasSubstr("stale 8 'nobody', which changes together")));
}

TEST(Compare, TheStatedOrderIsVerifiedAgainstWhatWasSeen) {
  ProgramFacts program = facts();
  program.state.clear();
  program.pairs[0].is_recorded = true;
  EXPECT_THAT(
      judged("lock_order: [{before: M, after: L}]", program),
      ElementsAre(
          HasSubstr(
              "contradicted 3 the ledger states 'M' before 'L', but 'M' is acquired while 'L' is held (seen at run "
              "time), at a.cpp:30"),
          HasSubstr("unused 3")));
  EXPECT_THAT(judged("lock_levels: [[M], [N], [L]]", program),
              ElementsAre(HasSubstr("contradicted 3 the ledger states 'M' before 'L'")));
  EXPECT_THAT(judged("lock_order: [{before: L, after: M}, {before: M, after: L}]", program),
              ElementsAre(HasSubstr("maybe through others, the reverse"), HasSubstr("the reverse")));
}

TEST(Compare, NothingIsStaleWhileSomeOfTheProgramWasNotRead) {
  ProgramFacts program = facts();
  program.is_partial = true;
  std::string text = others() + "  - {id: gone, decision: todo}\n"
                                "  - {id: table, decision: freeze, guard: G, atomicity: [other]}\n"
                                "lock_levels:\n  - [Q]\n";
  EXPECT_THAT(
      judged(text, program),
      ElementsAre(HasSubstr("not seen 10 'gone' was not found, but not all of the program could be read; leave"),
                  HasSubstr("not seen 11 'other' was not found"), HasSubstr("not seen 11 'G' was not found"),
                  HasSubstr("not seen 13 'Q' was not found")));
  program.is_partial = false;
  EXPECT_THAT(judged(text, program),
              ElementsAre(HasSubstr("stale 10"), HasSubstr("stale 11"), HasSubstr("stale 11"), HasSubstr("stale 13")));
}

} // namespace
} // namespace paraudit::formats
