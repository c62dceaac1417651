#include "formats/ledger/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/ledger/splice.h"
#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr const char* kHead = "schema: paraudit.ledger\nversion: '1.0'\n";

std::string error_of(const std::string& text) {
  try {
    parse_ledger("l.yaml", text);
  } catch (const LocatedError& error) {
    return error.what();
  }
  return "";
}

TEST(Ledger, ReadsEveryMember) {
  Ledger ledger = parse_ledger("l.yaml", std::string(kHead) + R"(
state:
  - id: a.cpp::cache
    file: a.cpp
    decision: synchronise
    guard: a.cpp::lock
    invariants:
      - guarded-writes
      - written only before threads start
      - entries are never removed
    atomicity: a.cpp::size
    owner: me
    why: |
      because
      of that
lock_levels:
  - [A, B]
  - []
  - [C]
lock_order:
  - before: X
    after: Y
    why: w
)");
  ASSERT_EQ(ledger.state.size(), 1u);
  const LedgerState& state = ledger.state[0];
  EXPECT_EQ(state.decision, Decision::kSynchronise);
  EXPECT_EQ(state.guard_at.line, 8u);
  ASSERT_EQ(state.invariants.size(), 3u);
  EXPECT_EQ(state.invariants[0].kind, InvariantKind::kGuardedWrites);
  EXPECT_EQ(state.invariants[1].kind, InvariantKind::kWrittenBeforeThreads);
  EXPECT_EQ(state.invariants[2].kind, std::nullopt);
  EXPECT_THAT(state.atomicity, ElementsAre("a.cpp::size"));
  EXPECT_EQ(state.why, "because\nof that");
  EXPECT_THAT(ledger.stated_order(), ElementsAre(Pair("X", "Y"), Pair("A", "C"), Pair("B", "C")));
}

TEST(Ledger, ComplaintsNameLineColumnAndWhatToDo) {
  auto with = [](const std::string& rest) { return error_of(kHead + rest); };
  EXPECT_THAT(error_of(""), HasSubstr("l.yaml: the ledger is empty; start one with: paraudit ledger init"));
  EXPECT_THAT(error_of("a: 1"), HasSubstr("l.yaml:1:1: the ledger has no member 'a'"));
  EXPECT_THAT(error_of("schema: paraudit.budget\nversion: '1.0'\n"), HasSubstr("this is no ledger"));
  EXPECT_THAT(error_of("schema: paraudit.ledger\nversion: '2.0'\n"), HasSubstr("l.yaml:2:10: 'version' is 2.0"));
  EXPECT_THAT(with("state:\n  - id: a\n"), HasSubstr("l.yaml:4:5: an entry of 'state' needs a member 'decision'"));
  EXPECT_THAT(with("state:\n  - id: a\n    decision: syncronise\n"),
              HasSubstr("l.yaml:5:15: 'decision' is 'syncronise'; did you mean 'synchronise'?"));
  EXPECT_THAT(with("state:\n  - id: a\n    decision: todo\n    gaurd: b\n"),
              HasSubstr("l.yaml:6:5: an entry of 'state' has no member 'gaurd'; did you mean 'guard'?"));
  EXPECT_THAT(with("state:\n  - id: a\n    decision: todo\n  - id: a\n    decision: todo\n"),
              HasSubstr("l.yaml:6:5: an entry of 'state' is about 'a' a second time; the first is in line 4"));
  EXPECT_THAT(with("state:\n  - id: a\n    decision: todo\n    invariants: [never-writen]\n"),
              HasSubstr("l.yaml:6:18: an entry of 'invariants' is 'never-writen'; did you mean 'never-written'?"));
  EXPECT_THAT(with("state: 3\n"), HasSubstr("l.yaml:3:8: 'state' must be a list"));
  EXPECT_THAT(with("state: [3]\n"), HasSubstr("must be a map"));
  EXPECT_THAT(with("lock_levels: [[a], [b, a]]\n"), HasSubstr("'a' a second time"));
  EXPECT_THAT(with("lock_order:\n  - before: a\n"), HasSubstr("needs a member 'after'"));
}

TEST(Ledger, TheEmptyLedgerIsOne) {
  Ledger ledger = parse_ledger("l.yaml", empty_ledger());
  EXPECT_TRUE(ledger.state.empty());
  EXPECT_TRUE(ledger.lock_order.empty());
}

} // namespace
} // namespace paraudit::formats
