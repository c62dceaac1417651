#include "formats/ledger/ledger.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "formats/located_error.h"
#include "formats/yaml/yaml_reader.h"

namespace paraudit::formats {
namespace {

constexpr std::size_t kMaxLevel = 1000; // two neighbours make their product of pairs

struct DecisionRow {
  const char *word, *heading;
};
constexpr DecisionRow kDecisions[] = {
#define PARAUDIT_DECISION(NAME, word, heading) {word, heading},
#include "formats/ledger/decisions.def"
};

struct InvariantRow {
  const char *word, *sentence;
};
constexpr InvariantRow kInvariants[] = {
#define PARAUDIT_INVARIANT(NAME, word, sentence) {word, sentence},
#include "formats/ledger/invariants.def"
};

std::vector<std::string> decision_words() {
  std::vector<std::string> words;
  for (const DecisionRow& row : kDecisions)
    words.emplace_back(row.word);
  return words;
}

LedgerPlace place_of(const YamlReader& in) {
  return {in.value().line, in.value().column};
}

// One word is meant for the machine: a misspelt one must not pass as a sentence.
LedgerInvariant invariant_of(const YamlReader& in) {
  LedgerInvariant invariant{std::nullopt, in.text(), place_of(in)};
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::size(kInvariants); ++i) {
    words.emplace_back(kInvariants[i].word);
    if (invariant.text == kInvariants[i].word || invariant.text == kInvariants[i].sentence)
      invariant.kind = static_cast<InvariantKind>(i);
  }
  if (!invariant.kind && invariant.text.find(' ') == std::string::npos)
    in.choice(words);
  return invariant;
}

LedgerState state_of(const YamlReader& in) {
  in.expect_map({"id", "file", "decision", "guard", "invariants", "atomicity", "owner", "why"});
  LedgerState state;
  state.at = place_of(in);
  state.id = in.member("id").text();
  state.file = in.text_or("file", "");
  state.decision = static_cast<Decision>(in.member("decision").choice(decision_words()));
  state.guard = in.text_or("guard", "");
  if (!state.guard.empty())
    state.guard_at = place_of(in.member("guard"));
  state.owner = in.text_or("owner", "");
  state.why = in.text_or("why", "");
  state.atomicity = in.texts_of("atomicity");
  if (in.has("invariants") && in.member("invariants").value().kind == YamlValue::Kind::kText)
    state.invariants.push_back(invariant_of(in.member("invariants")));
  else
    for (const YamlReader& item : in.items_of("invariants"))
      state.invariants.push_back(invariant_of(item));
  return state;
}

LedgerOrder order_of(const YamlReader& in) {
  in.expect_map({"before", "after", "why"});
  return {in.member("before").text(), in.member("after").text(), in.text_or("why", ""), place_of(in)};
}

// A key of the machine's subject that stands twice: two people decided differently.
class Uniqueness {
 public:
  void add(const YamlReader& in, const std::string& subject) {
    auto [other, is_new] = seen_.try_emplace(subject, in.value().line);
    if (!is_new)
      in.fail("is about " + subject + " a second time; the first is in line " + std::to_string(other->second) +
              ": keep one");
  }

 private:
  std::map<std::string, std::uint32_t> seen_;
};

void read_levels(const YamlReader& root, Ledger& ledger) {
  Uniqueness locks;
  for (const YamlReader& level : root.items_of("lock_levels")) {
    std::vector<std::string> names;
    if (level.items().size() > kMaxLevel)
      level.fail("holds more than " + std::to_string(kMaxLevel) + " locks");
    for (const YamlReader& name : level.items()) {
      names.push_back(name.text());
      locks.add(name, "'" + names.back() + "'");
    }
    ledger.level_places.push_back(place_of(level));
    ledger.lock_levels.push_back(std::move(names));
  }
}

LedgerSection section_of(const YamlValue& root, const char* name) {
  LedgerSection section;
  const YamlMember* member = root.find(name);
  if (!member)
    return section;
  section.key_line = member->line;
  section.is_flow = member->value.is_flow;
  section.is_empty_flow = section.is_flow && member->value.items.empty();
  section.is_null = member->value.kind == YamlValue::Kind::kNull;
  if (member->value.kind == YamlValue::Kind::kList && !section.is_flow)
    section.dash_column = member->value.column;
  for (const YamlValue& item : member->value.items)
    section.entry_lines.push_back(item.line);
  for (const YamlMember& other : root.members)
    if (other.line > member->line && (section.next_key_line == 0 || other.line < section.next_key_line))
      section.next_key_line = other.line;
  return section;
}

void check_head(const YamlReader& root) {
  root.expect_map({"schema", "version", "state", "lock_levels", "lock_order"});
  YamlReader schema = root.member("schema");
  if (schema.text() != kLedgerSchema)
    schema.fail("is '" + schema.text() + "', not '" + kLedgerSchema + "': this is no ledger");
  YamlReader version = root.member("version");
  std::string text = version.text();
  if (text.substr(0, text.find('.')) != "1")
    version.fail("is " + text + "; this program reads 1.x");
}

} // namespace

const char* decision_word(Decision decision) {
  return kDecisions[static_cast<std::size_t>(decision)].word;
}

const char* decision_heading(Decision decision) {
  return kDecisions[static_cast<std::size_t>(decision)].heading;
}

const char* invariant_sentence(InvariantKind kind) {
  return kInvariants[static_cast<std::size_t>(kind)].sentence;
}

std::vector<std::pair<std::string, std::string>> Ledger::stated_order() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const LedgerOrder& order : lock_order)
    pairs.emplace_back(order.before, order.after);
  const std::vector<std::string>* outer = nullptr;
  for (const std::vector<std::string>& level : lock_levels) {
    if (level.empty())
      continue;
    if (outer)
      for (const std::string& before : *outer)
        for (const std::string& after : level)
          pairs.emplace_back(before, after);
    outer = &level;
  }
  return pairs;
}

Ledger parse_ledger(const std::string& path, const std::string& text) {
  YamlValue document = parse_yaml(path, text);
  if (document.kind == YamlValue::Kind::kNull)
    throw LocatedError(path, "the ledger is empty; start one with: paraudit ledger init");
  YamlReader root(path, document, "the ledger");
  check_head(root);
  Ledger ledger;
  ledger.path = path;
  ledger.text = text;
  Uniqueness subjects;
  for (const YamlReader& item : root.items_of("state")) {
    ledger.state.push_back(state_of(item));
    subjects.add(item, "'" + ledger.state.back().id + "'");
  }
  read_levels(root, ledger);
  for (const YamlReader& item : root.items_of("lock_order")) {
    ledger.lock_order.push_back(order_of(item));
    subjects.add(item, "'" + ledger.lock_order.back().before + "' before '" + ledger.lock_order.back().after + "'");
  }
  ledger.state_section = section_of(document, "state");
  ledger.order_section = section_of(document, "lock_order");
  return ledger;
}

Ledger read_ledger(const std::string& path) {
  return parse_ledger(path, read_text_file(path));
}

} // namespace paraudit::formats
