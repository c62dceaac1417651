#include "formats/ledger/splice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

using ::testing::HasSubstr;

std::string updated(const std::string& text, std::vector<NewState> state, std::vector<NewOrder> order = {}) {
  return add_entries(parse_ledger("l.yaml", text), std::move(state), std::move(order));
}

constexpr const char* kHead = "schema: paraudit.ledger\nversion: '1.0'\n";

TEST(Splice, PutsAnEntryAboveTheCommentsOfTheNext) {
  std::string text = std::string(kHead) + R"(state:
    # about a
    - id: a
      decision: leave
      why: |
        # no comment, but text
      # still about a

    # about c
    - id: c
      decision: todo

# the end of it
lock_order:
)";
  EXPECT_EQ(updated(text, {{"b", "b.cpp", "M::m"}, {"d", "", ""}, {"c", "", ""}}, {{"x", "y"}}),
            std::string(kHead) + R"(state:
    # about a
    - id: a
      decision: leave
      why: |
        # no comment, but text
      # still about a

    - id: b
      file: b.cpp
      decision: todo
      guard: M::m

    # about c
    - id: c
      decision: todo

    - id: d
      decision: todo

# the end of it
lock_order:
  - before: x
    after: y
    why: todo
)");
}

TEST(Splice, LeavesACommentWithWhatItLeadsAcrossABlankLine) {
  std::string text = std::string(kHead) + R"(state:
  # sorted by id

  - id: a
    decision: leave
  # still about a

  - id: c
    decision: leave

  # --- what follows is the driver's

  # about e
  - id: e
    decision: todo

# about the order

lock_order:
)";
  EXPECT_EQ(updated(text, {{"0", "", ""}, {"b", "", ""}, {"d", "", ""}, {"f", "", ""}}), std::string(kHead) + R"(state:
  # sorted by id

  - id: "0"
    decision: todo

  - id: a
    decision: leave
  # still about a

  - id: b
    decision: todo

  - id: c
    decision: leave

  - id: d
    decision: todo

  # --- what follows is the driver's

  # about e
  - id: e
    decision: todo

  - id: f
    decision: todo

# about the order

lock_order:
)");
}

TEST(Splice, OpensSectionsThatAreMissingOrEmpty) {
  EXPECT_EQ(updated(std::string(kHead) + "state: [] # none yet", {{"b", "", ""}, {"a", "", ""}}, {{"x", "y"}}),
            std::string(kHead) + "state: # none yet\n  - id: a\n    decision: todo\n  - id: b\n    decision: todo\n"
                                 "lock_order:\n  - before: x\n    after: y\n    why: todo\n");
  EXPECT_EQ(updated(std::string(kHead) + "lock_order:\n- {before: b, after: c}\n", {{"s", "", ""}}, {{"x", "y"}}),
            std::string(kHead) + "lock_order:\n- {before: b, after: c}\n- before: x\n  after: y\n  why: todo\n"
                                 "state:\n  - id: s\n    decision: todo\n");
}

TEST(Splice, FillsASectionThatIsNull) {
  for (const char* null : {"~", "null", "Null", "NULL"})
    EXPECT_EQ(updated(std::string(kHead) + "state: " + null + " # none yet\n", {{"a", "", ""}}),
              std::string(kHead) + "state: # none yet\n  - id: a\n    decision: todo\n");
}

TEST(Splice, KeepsTheLineEndsOfTheFile) {
  std::string text = "schema: paraudit.ledger\r\nversion: '1.0'\r\nstate:\r\n";
  EXPECT_EQ(updated(text, {{"a", "", ""}}), text + "  - id: a\r\n    decision: todo\r\n");
}

TEST(Splice, RefusesAFilledFlowList) {
  try {
    updated(std::string(kHead) + "state: [{id: a, decision: todo}]\n", {{"b", "", ""}});
    FAIL();
  } catch (const LocatedError& error) {
    EXPECT_THAT(error.what(), HasSubstr("l.yaml:3:1: 'state' is one [...] list; write it as a block list"));
  }
}

TEST(Splice, QuotesWhatYamlWouldReadOtherwise) {
  for (const char* id :
       {"a: b", "null", "12", "- x", "# x", "it's", "a \"b\"", "operator[]", "x #y", "{a}", "f(int, char*)::n", "~A",
        "tab\there", "back\\slash", "a.cpp::x (static initialisation)", "@x", "trailing:", "\xc3\xa4"}) {
    std::string text = updated(empty_ledger(), {{id, "", ""}});
    EXPECT_EQ(parse_ledger("l.yaml", text).state.at(0).id, id);
  }
}

// What people do to a ledger: comments, blank lines, other indents, quoting, long texts, order, flow entries.
class HandEdited {
 public:
  explicit HandEdited(unsigned seed) : random_(seed) {}

  std::string text() {
    out_ << (chance(2) ? "# head\n" : "") << kHead;
    std::size_t indent = pick(3) * 2;
    bool blank = chance(2), order_first = chance(4);
    if (order_first)
      order(indent, blank);
    state(indent, blank);
    if (chance(3))
      out_ << "lock_levels: [[p, q], [r]]\n";
    if (!order_first && !chance(4))
      order(indent, blank);
    std::string text = out_.str();
    if (chance(5))
      text.pop_back(); // no newline at the end
    return text;
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }
  bool chance(std::size_t of) { return pick(of) == 0; }

  void comment(std::size_t indent) {
    if (chance(3))
      out_ << std::string(indent, ' ') << "# hand written: - id: no\n";
    if (chance(6))
      out_ << "\n";
  }

  void state(std::size_t indent, bool blank) {
    out_ << "state:" << (chance(3) ? "   # why not" : "") << "\n";
    std::string pad(indent, ' ');
    for (const std::string& id : ids()) {
      comment(indent);
      if (chance(8)) {
        out_ << pad << "- {id: \"" << id << "\", decision: leave} # short\n";
      } else {
        out_ << pad << (chance(6) ? "-\n" + pad + "  " : "- ")
             << (chance(3) ? "decision: todo\n" + pad + "  id: " + id : "id: " + id + "\n" + pad + "  decision: freeze")
             << "\n";
        if (chance(3))
          out_ << pad << "  why: " << (chance(2) ? "|" : ">-") << "\n"
               << pad << "    # text\n\n"
               << pad << "    - id: text\n";
        if (chance(3))
          out_ << pad << "  invariants:\n"
               << pad << "  - atomic\n"
               << pad << "  # inner\n"
               << pad << "  - not-parallel\n";
        if (chance(4))
          out_ << pad << "    # deeper, behind the entry\n";
      }
      if (blank && chance(2))
        out_ << "\n";
    }
  }

  void order(std::size_t indent, bool blank) {
    out_ << "lock_order:\n";
    std::string pad(indent, ' ');
    for (const std::string& id : ids()) {
      comment(indent);
      out_ << pad << "- before: " << id << "\n" << pad << "  after: z\n";
      if (blank)
        out_ << "\n";
    }
  }

  std::vector<std::string> ids() {
    std::set<std::string> some;
    for (std::size_t count = pick(5); count > 0; --count)
      some.insert("n" + std::to_string(pick(20)));
    std::vector<std::string> list(some.begin(), some.end());
    if (chance(4))
      std::shuffle(list.begin(), list.end(), random_);
    return list;
  }

  std::mt19937 random_;
  std::ostringstream out_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  std::size_t found = 0;
  for (const std::string& line : whole)
    if (found < part.size() && part[found] == line)
      ++found;
  return found == part.size();
}

TEST(Splice, NeverTouchesWhatAPersonWrote) {
  std::mt19937 random(7);
  for (unsigned seed = 0; seed < 600; ++seed) {
    std::string before = HandEdited(seed).text();
    std::vector<NewState> state;
    std::vector<NewOrder> order;
    for (std::size_t count = random() % 5; count > 0; --count)
      state.push_back({"n" + std::to_string(random() % 20), random() % 2 ? "f.cpp" : "", ""});
    for (std::size_t count = random() % 3; count > 0; --count)
      order.push_back({"n" + std::to_string(random() % 20), "z"});
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + before);
    std::string after = updated(before, state, order);
    EXPECT_TRUE(is_subsequence(lines_of(before), lines_of(after))) << after;
    Ledger ledger = parse_ledger("l.yaml", after);
    for (const NewState& entry : state)
      EXPECT_EQ(std::count_if(ledger.state.begin(), ledger.state.end(),
                              [&](const LedgerState& s) { return s.id == entry.id; }),
                1);
    for (const NewOrder& entry : order)
      EXPECT_EQ(std::count_if(ledger.lock_order.begin(), ledger.lock_order.end(),
                              [&](const LedgerOrder& o) { return o.before == entry.before; }),
                1);
    EXPECT_EQ(updated(after, state, order), after);
    auto less = [](const LedgerState& a, const LedgerState& b) { return a.id < b.id; };
    Ledger old = parse_ledger("l.yaml", before);
    if (std::is_sorted(old.state.begin(), old.state.end(), less))
      EXPECT_TRUE(std::is_sorted(ledger.state.begin(), ledger.state.end(), less)) << after;
    if (HasFailure())
      return;
  }
}

} // namespace
} // namespace paraudit::formats
