#include "reports/ledger/audit_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kLedger = R"(schema: paraudit.ledger
version: "1.0"
state:
  - id: cache
    decision: synchronise
    guard: Cache::m
    invariants: [guarded-writes, keys are never removed]
    owner: ann
    why: a|b <script>
  - id: depth
    decision: stack
  - id: flag
    decision: freeze
  - id: seed
    decision: todo
lock_levels: [[A], [B]]
lock_order:
  - {before: B, after: C, why: B finds C}
  - {before: A, after: D}
)";

TEST(AuditPage, HasOneSectionForEachDecisionInUse) {
  std::string page = audit_page(formats::parse_ledger("l.yaml", kLedger), std::nullopt);
  EXPECT_THAT(page, AllOf(HasSubstr("## Core structures that need synchronization"),
                          HasSubstr("## Refactored away: passed on the stack"), HasSubstr("## Frozen after start"),
                          HasSubstr("## To be decided"), Not(HasSubstr("## Worker-local"))));
  EXPECT_THAT(page, HasSubstr("| `cache` | `Cache::m` | every write holds the guard; keys are never removed |  | ann | "
                              "a\\|b &lt;script&gt; |"));
  EXPECT_THAT(page, HasSubstr("1. `A`\n2. `B`, `D`\n3. `C`\n"));
  EXPECT_THAT(page, HasSubstr("| `B` | `C` | B finds C |"));
  EXPECT_THAT(page, HasSubstr("```mermaid\ngraph TD\n  n0[\"A\"]\n"));
  EXPECT_THAT(page, HasSubstr("  n0 --> n1\n"));
}

TEST(AuditPage, TellsHowFarTheProgramIs) {
  formats::ProgramFacts facts;
  facts.state.push_back({"cache", "guarded", "Cache::m", {"c.cpp", 3, 1}, true, {}});
  facts.state.push_back({"flag", "none", "", {"f.cpp", 4, 1}, true, {{"f", {"f.cpp", 9, 1}, true, false, true, {}}}});
  std::string page = audit_page(formats::parse_ledger("l.yaml", kLedger), facts);
  EXPECT_THAT(page, HasSubstr("guarded by `Cache::m`, c.cpp:3 |"));
  EXPECT_THAT(page, HasSubstr("none, f.cpp:4 (not yet as decided) |"));
  EXPECT_THAT(page, HasSubstr("| Refactored away: passed on the stack | 1 | 1 |"));
  EXPECT_THAT(page, HasSubstr("| Frozen after start | 1 | 0 |"));
}

TEST(AuditPage, ACircularOrderIsShownAsSuch) {
  formats::Ledger ledger = formats::parse_ledger(
      "l.yaml",
      "schema: paraudit.ledger\nversion: '1.0'\nlock_order: [{before: A, after: B}, {before: B, after: A}]\n");
  EXPECT_THAT(lock_layers(ledger).cyclic, ElementsAre("A", "B"));
  EXPECT_THAT(audit_page(ledger, std::nullopt), HasSubstr("circular; in or behind the circle:** `A`, `B`"));
}

} // namespace
} // namespace paraudit::reports
