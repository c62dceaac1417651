#include "formats/ledger/splice.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

constexpr const char* kHead =
    R"(# The audit of shared state and lock order: what was decided, and why. `paraudit ledger update` adds what is new as
# todo and changes nothing that stands here; `paraudit ledger verify` says what is new, stale or contradicted.
#
# decision:   synchronise, query, stack, worker-local, freeze, leave or todo
# guard:      the lock that every access holds
# invariants: never-written, written-before-threads, guarded-writes, atomic, not-parallel, worker-local (verified), or
#             any sentence (for people)
# atomicity:  ids of the state that changes together with this one, or a sentence
)";

// The lines of a text, each with its end.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::size_t indent_of(std::string_view line) {
  std::size_t first = line.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? line.size() : first;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A comment that stands no deeper than `indent`: it leads what follows, and is no part of a block text above it.
bool is_leading_comment(std::string_view line, std::size_t indent) {
  std::size_t first = indent_of(line);
  return first <= indent && first < line.size() && line[first] == '#';
}

struct Entry {
  std::vector<std::string> key; // sorts it
  std::vector<std::string> lines;
};

struct Insertion {
  std::size_t line = 0;    // before this one, from 0
  std::size_t section = 0; // at one line: which comes first
  std::vector<std::string> key;
  std::vector<std::string> lines;
  bool blank_before = false, blank_after = false;
};

constexpr std::size_t kNewSection = 100;

class Splicer {
 public:
  explicit Splicer(const Ledger& ledger) : ledger_(ledger), lines_(lines_of(ledger.text)) {
    newline_ = !lines_.empty() && lines_[0].ends_with("\r\n") ? "\r\n" : "\n";
  }

  void add(const char* name, const LedgerSection& section, const std::vector<std::vector<std::string>>& keys,
           std::vector<Entry> entries) {
    if (entries.empty())
      return;
    if (section.is_flow && !section.is_empty_flow)
      throw LocatedError(ledger_.path, section.key_line, 1,
                         std::string("'") + name +
                             "' is one [...] list; write it as a block list (an entry is '- ' lines) so that entries "
                             "can be added to it");
    ++section_;
    if (section.key_line == 0) {
      open_section(name, section, std::move(entries));
      return;
    }
    if (section.is_null)
      drop_null(section.key_line - 1);
    if (section.is_empty_flow)
      unflow(section.key_line - 1);
    for (Entry& entry : entries)
      insertions_.push_back(place(section, keys, std::move(entry)));
  }

  std::string text() {
    std::sort(insertions_.begin(), insertions_.end(), [](const Insertion& a, const Insertion& b) {
      return std::tie(a.line, a.section, a.key) < std::tie(b.line, b.section, b.key);
    });
    std::string text;
    auto next = insertions_.begin();
    for (std::size_t line = 0; line <= lines_.size(); ++line) {
      for (; next != insertions_.end() && next->line == line; ++next)
        append(*next, text);
      if (line < lines_.size())
        text += unflowed_.contains(line) ? unflowed_[line] : std::string(lines_[line]);
    }
    return text;
  }

 private:
  // A new section goes to the end, after what is added to the last one.
  void open_section(const char* name, const LedgerSection& section, std::vector<Entry> entries) {
    std::size_t rank = kNewSection + section_;
    insertions_.push_back({lines_.size(), rank, {}, {std::string(name) + ":"}});
    for (Entry& entry : entries)
      insertions_.push_back({lines_.size(), rank, entry.key, indented(entry.lines, section.dash_column - 1)});
  }

  // `state: []` becomes `state:`, whatever follows it.
  void unflow(std::size_t line) {
    std::string text(lines_[line]);
    std::size_t open = text.find('['), close = text.find(']');
    if (open == std::string::npos || close == std::string::npos || close < open)
      throw LocatedError(ledger_.path, static_cast<std::uint32_t>(line + 1), 1,
                         "holds an empty list over several lines; delete the brackets");
    std::size_t start = text.find_last_not_of(" \t", open - 1) + 1;
    unflowed_[line] = text.substr(0, start) + text.substr(close + 1);
  }

  // `state: ~` becomes `state:`, whatever follows it.
  void drop_null(std::size_t line) {
    std::string text(lines_[line]);
    std::size_t start = text.find(':') + 1, first = text.find_first_not_of(" \t", start);
    for (const char* name : {"~", "null", "Null", "NULL"})
      if (first != std::string::npos && text.compare(first, std::strlen(name), name) == 0)
        unflowed_[line] = text.substr(0, start) + text.substr(first + std::strlen(name));
  }

  static std::vector<std::string> indented(const std::vector<std::string>& lines, std::size_t indent) {
    std::vector<std::string> result;
    for (const std::string& line : lines)
      result.push_back(std::string(indent, ' ') + line);
    return result;
  }

  // The dash of an entry may stand on a line above its first name.
  std::size_t dash_line(std::uint32_t entry_line, std::size_t indent) const {
    std::size_t line = entry_line - 1;
    while (line > 0 && !(indent_of(lines_[line]) == indent && lines_[line].substr(indent).starts_with('-')))
      --line;
    return line;
  }

  std::size_t comments_above(std::size_t line, std::size_t indent, std::size_t floor) const {
    while (line > floor && is_leading_comment(lines_[line - 1], indent))
      --line;
    return line;
  }

  // The first line of what leads the line: its comments, and those that blank lines set apart from it, as long as blank
  // lines set them apart from what stands above, too: else they belong there.
  std::size_t lead_above(std::size_t line, std::size_t indent, std::size_t floor) const {
    for (std::size_t top = comments_above(line, indent, floor);;) {
      std::size_t end = top;
      while (end > floor && is_blank(lines_[end - 1]))
        --end;
      std::size_t start = comments_above(end, indent, floor);
      if (start == end || start == floor || !is_blank(lines_[start - 1]))
        return top;
      top = start;
    }
  }

  // Where the entry begins, with the comments that lead it.
  std::size_t lead_of(const LedgerSection& section, std::size_t index) const {
    std::size_t indent = section.dash_column - 1;
    return lead_above(dash_line(section.entry_lines[index], indent), indent, section.key_line);
  }

  // Below the last entry, above the next section and what leads that.
  std::size_t end_of(const LedgerSection& section) const {
    std::size_t floor = section.key_line;
    if (section.entry_lines.empty())
      return floor;
    std::size_t line = section.next_key_line ? lead_above(section.next_key_line - 1, 0, floor) : lines_.size();
    while (line > floor && is_blank(lines_[line - 1]))
      --line;
    return line;
  }

  // Entries are set apart by blank lines.
  bool is_spaced(const LedgerSection& section) const {
    for (std::size_t i = 1; i < section.entry_lines.size(); ++i)
      if (is_blank(lines_[lead_of(section, i) - 1]))
        return true;
    return false;
  }

  Insertion place(const LedgerSection& section, const std::vector<std::vector<std::string>>& keys, Entry entry) const {
    std::size_t count = section.entry_lines.size(), index = 0;
    while (index < count && keys[index] < entry.key)
      ++index;
    bool is_last = index == count, spaced = is_spaced(section);
    return {is_last ? end_of(section) : lead_of(section, index), section_,          entry.key,
            indented(entry.lines, section.dash_column - 1),      spaced && is_last, spaced && !is_last};
  }

  void append(const Insertion& insertion, std::string& text) const {
    if (!text.empty() && !text.ends_with('\n'))
      text += newline_;
    if (insertion.blank_before)
      text += newline_;
    for (const std::string& line : insertion.lines)
      text += line + newline_;
    if (insertion.blank_after)
      text += newline_;
  }

  const Ledger& ledger_;
  std::vector<std::string_view> lines_;
  std::string newline_;
  std::size_t section_ = 0;
  std::vector<Insertion> insertions_;
  std::map<std::size_t, std::string> unflowed_;
};

Entry entry_of(const NewState& state) {
  Entry entry{{state.id}, {"- id: " + yaml_scalar(state.id)}};
  if (!state.file.empty())
    entry.lines.push_back("  file: " + yaml_scalar(state.file));
  entry.lines.push_back("  decision: todo");
  if (!state.guard.empty())
    entry.lines.push_back("  guard: " + yaml_scalar(state.guard));
  return entry;
}

Entry entry_of(const NewOrder& order) {
  return {{order.before, order.after},
          {"- before: " + yaml_scalar(order.before), "  after: " + yaml_scalar(order.after), "  why: todo"}};
}

std::string identity_of(const LedgerState& state) {
  std::string text = state.id + '\0' + state.file + '\0' + decision_word(state.decision) + '\0' + state.guard + '\0' +
                     state.owner + '\0' + state.why;
  for (const LedgerInvariant& invariant : state.invariants)
    text += '\1' + invariant.text;
  for (const std::string& other : state.atomicity)
    text += '\2' + other;
  return text;
}

// Every entry as one text, in the order of the file.
std::vector<std::string> entries_of(const Ledger& ledger) {
  std::vector<std::string> all;
  for (const LedgerState& state : ledger.state)
    all.push_back(identity_of(state));
  for (const LedgerOrder& order : ledger.lock_order)
    all.push_back(order.before + '\0' + order.after + '\0' + order.why);
  for (const std::vector<std::string>& level : ledger.lock_levels) {
    std::string text;
    for (const std::string& name : level)
      text += name + '\0';
    all.push_back(text);
  }
  return all;
}

void check_result(const Ledger& before, const std::string& text, std::size_t added) {
  Ledger after = parse_ledger(before.path, text);
  std::vector<std::string> old_entries = entries_of(before), new_entries = entries_of(after);
  std::size_t kept = 0;
  for (const std::string& entry : new_entries)
    if (kept < old_entries.size() && entry == old_entries[kept])
      ++kept;
  if (kept != old_entries.size() || new_entries.size() != old_entries.size() + added)
    throw LocatedError(before.path, "cannot be added to without changing what stands in it; write each section as a "
                                    "plain block list");
}

} // namespace

std::string yaml_scalar(const std::string& text) {
  static const std::set<std::string> kWords = {"true", "false", "yes",   "no",   "on",   "off",  "null",
                                               "~",    "True",  "False", "Null", "NULL", "TRUE", "FALSE"};
  auto is_safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:()<>~+=$@ ;,*&").find(c) != std::string_view::npos;
  };
  bool plain = !text.empty() && std::all_of(text.begin(), text.end(), is_safe) && !kWords.contains(text) &&
               std::string_view("-:?~*&<>=@,. ").find(text.front()) == std::string_view::npos &&
               text.find_first_not_of("0123456789.+-eE") != std::string::npos && text.find(": ") == std::string::npos &&
               !text.ends_with(':') && !text.ends_with(' ');
  if (plain)
    return text;
  std::string quoted = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", byte);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string empty_ledger() {
  return std::string(kHead) + "schema: " + kLedgerSchema + "\nversion: \"" + kLedgerVersion +
         "\"\n\nstate:\n\n# Outermost first: the locks of a level are taken before those of the next.\nlock_levels: "
         "[]\n\nlock_order:\n";
}

std::string add_entries(const Ledger& ledger, std::vector<NewState> state, std::vector<NewOrder> order) {
  std::set<std::vector<std::string>> there;
  std::vector<std::vector<std::string>> state_keys, order_keys;
  for (const LedgerState& entry : ledger.state)
    state_keys.push_back({entry.id});
  for (const LedgerOrder& entry : ledger.lock_order)
    order_keys.push_back({entry.before, entry.after});
  there.insert(state_keys.begin(), state_keys.end());
  there.insert(order_keys.begin(), order_keys.end());
  std::vector<Entry> states, orders;
  for (const NewState& item : state)
    if (there.insert({item.id}).second)
      states.push_back(entry_of(item));
  for (const NewOrder& item : order)
    if (there.insert({item.before, item.after}).second)
      orders.push_back(entry_of(item));
  std::size_t added = states.size() + orders.size();
  if (added == 0)
    return ledger.text;
  Splicer splicer(ledger);
  splicer.add("state", ledger.state_section, state_keys, std::move(states));
  splicer.add("lock_order", ledger.order_section, order_keys, std::move(orders));
  std::string text = splicer.text();
  check_result(ledger, text, added);
  return text;
}

} // namespace paraudit::formats
