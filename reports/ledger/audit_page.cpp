#include "reports/ledger/audit_page.h"

#include <algorithm>
#include <map>
#include <set>

#include "reports/markup/markdown.h"

namespace paraudit::reports {
namespace {

using formats::Decision;
using formats::Ledger;
using formats::LedgerState;
using formats::ProgramFacts;
using formats::StateFact;

constexpr Decision kOrder[] = {
#define PARAUDIT_DECISION(NAME, word, heading) Decision::k##NAME,
#include "formats/ledger/decisions.def"
};

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : "; ") + part;
  return text;
}

bool is_written_in_parallel(const StateFact& state) {
  return std::any_of(state.accesses.begin(), state.accesses.end(),
                     [](const formats::AccessFact& access) { return access.is_write && access.is_parallel; });
}

// Whether the program is as decided.
bool is_done(Decision decision, const StateFact* state) {
  switch (decision) {
  case Decision::kSynchronise:
    return state && state->synchronization != "none" && state->synchronization != "never-written";
  case Decision::kQuery:
  case Decision::kStack:
    return !state;
  case Decision::kWorkerLocal:
    return state && (state->synchronization == "worker-local" || state->synchronization == "thread-local");
  case Decision::kFreeze:
    return state && !is_written_in_parallel(*state);
  case Decision::kLeave:
    return true;
  case Decision::kTodo:
    break;
  }
  return false;
}

class Page {
 public:
  Page(const Ledger& ledger, const std::optional<ProgramFacts>& facts) : ledger_(ledger), facts_(facts) {
    if (facts)
      for (const StateFact& state : facts->state)
        state_by_id_.emplace(state.id, &state);
  }

  std::string text() {
    text_ = "# Audit of shared state and lock order\n\n";
    text_ += "Written by `paraudit ledger render`; the ledger is the source.\n\n";
    add_summary();
    for (Decision decision : kOrder)
      add_decision(decision);
    add_lock_order();
    return text_;
  }

 private:
  std::vector<const LedgerState*> entries_of(Decision decision) const {
    std::vector<const LedgerState*> entries;
    for (const LedgerState& entry : ledger_.state)
      if (entry.decision == decision)
        entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const LedgerState* a, const LedgerState* b) { return a->id < b->id; });
    return entries;
  }

  const StateFact* fact_of(const LedgerState& entry) const {
    auto found = state_by_id_.find(entry.id);
    return found == state_by_id_.end() ? nullptr : found->second;
  }

  void add_summary() {
    text_ += facts_ ? md_head({"decision", "entries", "carried out"}) : md_head({"decision", "entries"});
    for (Decision decision : kOrder) {
      std::vector<const LedgerState*> entries = entries_of(decision);
      std::vector<std::string> cells = {formats::decision_heading(decision), std::to_string(entries.size())};
      if (facts_)
        cells.push_back(decision == Decision::kTodo
                            ? "-"
                            : std::to_string(std::count_if(entries.begin(), entries.end(), [&](const LedgerState* e) {
                                return is_done(decision, fact_of(*e));
                              })));
      text_ += md_row(cells);
    }
    text_ += "\n";
  }

  void add_decision(Decision decision) {
    std::vector<const LedgerState*> entries = entries_of(decision);
    if (entries.empty())
      return;
    text_ += std::string("## ") + formats::decision_heading(decision) + "\n\n";
    std::vector<std::string> head = {"state", "guard", "invariants", "changes together with", "owner", "why"};
    if (facts_)
      head.push_back("now");
    text_ += md_head(head);
    for (const LedgerState* entry : entries)
      add_entry(*entry);
    text_ += "\n";
  }

  void add_entry(const LedgerState& entry) {
    std::vector<std::string> invariants, together;
    for (const formats::LedgerInvariant& invariant : entry.invariants)
      invariants.push_back(invariant.kind ? formats::invariant_sentence(*invariant.kind) : md_text(invariant.text));
    for (const std::string& other : entry.atomicity)
      together.push_back(other.find(' ') == std::string::npos ? md_code(other) : md_text(other));
    std::string place = entry.file.empty() ? "" : " (" + md_text(entry.file) + ")";
    std::vector<std::string> cells = {md_code(entry.id) + place, md_code(entry.guard), joined(invariants),
                                      joined(together),          md_text(entry.owner), md_text(entry.why)};
    if (facts_)
      cells.push_back(now(entry));
    text_ += md_row(cells);
  }

  std::string now(const LedgerState& entry) const {
    const StateFact* state = fact_of(entry);
    if (!state)
      return "gone";
    std::string text = md_text(state->synchronization);
    if (!state->guard.empty())
      text += " by " + md_code(state->guard);
    if (!state->site.file.empty())
      text += ", " + md_text(state->site.file) + ":" + std::to_string(state->site.line);
    return text + (entry.decision == Decision::kTodo || is_done(entry.decision, state) ? "" : " (not yet as decided)");
  }

  void add_lock_order() {
    if (ledger_.lock_order.empty() && ledger_.lock_levels.empty())
      return;
    text_ +=
        "## Lock order\n\nA lock may be taken while locks of smaller numbers are held, never the other way round.\n\n";
    LockLayers layers = lock_layers(ledger_);
    for (std::size_t i = 0; i < layers.layers.size(); ++i) {
      text_ += std::to_string(i + 1) + ". ";
      for (std::size_t j = 0; j < layers.layers[i].size(); ++j)
        text_ += (j ? ", " : "") + md_code(layers.layers[i][j]);
      text_ += "\n";
    }
    if (!layers.cyclic.empty())
      text_ += "\n**The stated order is circular; in or behind the circle:** ";
    for (std::size_t i = 0; i < layers.cyclic.size(); ++i)
      text_ += (i ? ", " : "") + md_code(layers.cyclic[i]);
    text_ += layers.cyclic.empty() ? "\n" : "\n\n";
    if (!ledger_.lock_order.empty())
      add_pairs();
    add_graph();
  }

  void add_pairs() {
    text_ += md_head({"before", "after", "why"});
    std::vector<const formats::LedgerOrder*> pairs;
    for (const formats::LedgerOrder& pair : ledger_.lock_order)
      pairs.push_back(&pair);
    std::sort(pairs.begin(), pairs.end(), [](const auto* a, const auto* b) {
      return std::tie(a->before, a->after) < std::tie(b->before, b->after);
    });
    for (const formats::LedgerOrder* pair : pairs)
      text_ += md_row({md_code(pair->before), md_code(pair->after), md_text(pair->why)});
    text_ += "\n";
  }

  // Names stand in quotes, where Mermaid wants its own escapes.
  static std::string mermaid(const std::string& name) {
    std::string text;
    for (char c : name) {
      if (c == '"' || c == '#' || c == '<' || c == '>' || c == '&' || c == '`')
        text += "#" + std::to_string(static_cast<int>(c)) + ";";
      else
        text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return text;
  }

  void add_graph() {
    std::map<std::string, std::size_t> numbers;
    std::vector<std::pair<std::string, std::string>> pairs = ledger_.stated_order();
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [before, after] : pairs) {
      numbers.emplace(before, 0);
      numbers.emplace(after, 0);
    }
    if (pairs.empty())
      return;
    text_ += "```mermaid\ngraph TD\n";
    std::size_t next = 0;
    for (auto& [name, number] : numbers) {
      number = next++;
      text_ += "  n" + std::to_string(number) + "[\"" + mermaid(name) + "\"]\n";
    }
    for (const auto& [before, after] : pairs)
      text_ += "  n" + std::to_string(numbers[before]) + " --> n" + std::to_string(numbers[after]) + "\n";
    text_ += "```\n";
  }

  const Ledger& ledger_;
  const std::optional<ProgramFacts>& facts_;
  std::map<std::string, const StateFact*> state_by_id_;
  std::string text_;
};

} // namespace

LockLayers lock_layers(const Ledger& ledger) {
  std::map<std::string, std::set<std::string>> before_of; // what must come before each lock
  for (const std::vector<std::string>& level : ledger.lock_levels)
    for (const std::string& lock : level)
      before_of[lock];
  for (const auto& [before, after] : ledger.stated_order()) {
    before_of[before];
    if (before != after)
      before_of[after].insert(before);
  }
  LockLayers result;
  while (!before_of.empty()) {
    std::vector<std::string> layer;
    for (const auto& [lock, waits] : before_of)
      if (waits.empty())
        layer.push_back(lock);
    if (layer.empty())
      break;
    for (const std::string& lock : layer)
      before_of.erase(lock);
    for (auto& [lock, waits] : before_of)
      for (const std::string& done : layer)
        waits.erase(done);
    result.layers.push_back(std::move(layer));
  }
  for (const auto& [lock, waits] : before_of)
    result.cyclic.push_back(lock);
  return result;
}

std::string audit_page(const Ledger& ledger, const std::optional<ProgramFacts>& facts) {
  return Page(ledger, facts).text();
}

} // namespace paraudit::reports
