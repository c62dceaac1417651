#include "reports/ledger/annotations.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "reports/reader/input_error.h"
#include "reports/reader/mapped_file.h"

namespace paraudit::reports {
namespace {

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

// Qualified names are split at `::` outside of brackets.
std::vector<std::string> components_of(const std::string& id) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    depth += id[i] == '<' || id[i] == '(' ? 1 : 0;
    depth -= id[i] == '>' || id[i] == ')' ? 1 : 0;
    if (depth <= 0 && id.compare(i, 2, "::") == 0) {
      parts.emplace_back();
      ++i;
    } else {
      parts.back() += id[i];
    }
  }
  return parts;
}

bool is_file_name(const std::string& part) {
  return part.find('.') != std::string::npos;
}

// How code beside `from` names the lock `to`; none where it has no name there. A field has one in its own class alone.
std::optional<std::string> expression(const std::string& from, const std::string& to, bool is_field) {
  std::vector<std::string> here = components_of(from), there = components_of(to);
  bool is_same_class = here.size() == there.size() && std::equal(here.begin(), here.end() - 1, there.begin());
  if (is_field && !is_same_class)
    return std::nullopt;
  if (is_file_name(there.front())) {
    if (here.front() != there.front())
      return std::nullopt; // static in another file
    there.erase(there.begin());
    here.erase(here.begin());
  } else if (is_file_name(here.front())) {
    here.erase(here.begin());
  }
  std::size_t common = 0;
  while (common + 1 < there.size() && common + 1 < here.size() && here[common] == there[common])
    ++common;
  std::string text;
  for (std::size_t i = common; i < there.size(); ++i) {
    if (there[i].find_first_of("(< ") != std::string::npos)
      return std::nullopt; // inside a function or a template
    text += (text.empty() ? "" : "::") + there[i];
  }
  return text;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

class Sources {
 public:
  explicit Sources(const std::string& root) : root_(root) {}

  std::string path_of(const std::string& file) const {
    return file.starts_with('/') || root_.empty() ? file : root_ + "/" + file;
  }

  const std::string& text_of(const std::string& file) {
    auto [found, is_new] = texts_.try_emplace(file);
    if (is_new) {
      MappedFile mapped(path_of(file));
      found->second.assign(reinterpret_cast<const char*>(mapped.bytes().data()), mapped.size());
    }
    return found->second;
  }

  // Behind the declared name and its [..]; none where the source does not read the name there.
  std::optional<std::uint64_t> behind_name(const Place& place, const std::string& name) {
    const std::string& text = text_of(place.file);
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < place.line && at != std::string::npos; ++line) {
      std::size_t end = text.find('\n', at);
      at = end == std::string::npos ? end : end + 1;
    }
    if (at == std::string::npos || place.column == 0 || place.line == 0)
      return std::nullopt;
    at += place.column - 1;
    if (at >= text.size() || text.compare(at, name.size(), name) != 0)
      return std::nullopt;
    at += name.size();
    if (at < text.size() && is_word(text[at]))
      return std::nullopt;
    while (at < text.size() && text[at] == '[') {
      std::size_t close = text.find(']', at);
      if (close == std::string::npos)
        return std::nullopt;
      at = close + 1;
    }
    return at;
  }

  // What stands between here and the end of the declaration.
  std::string rest_of_declaration(const std::string& file, std::uint64_t offset) {
    const std::string& text = text_of(file);
    std::size_t end = text.find_first_of(";{", offset);
    return text.substr(offset, end == std::string::npos ? end : end - offset);
  }

 private:
  std::string root_;
  std::map<std::string, std::string> texts_;
};

class Annotator {
 public:
  Annotator(const formats::Ledger& ledger, const Findings& findings, const std::string& root, AnnotationStyle style)
      : ledger_(ledger), sources_(root), style_(style) {
    for (const SharedState& state : findings.shared_state)
      states_.emplace(state.id, &state);
    for (const StaticLock& lock : findings.locks)
      locks_.emplace(lock.id, &lock);
  }

  Annotations run() {
    for (const formats::LedgerState& entry : ledger_.state)
      if (!entry.guard.empty())
        guard(entry);
    std::map<std::string, std::vector<std::string>> after; // lock -> what comes before it
    for (const auto& [before, lock] : ledger_.stated_order())
      if (before != lock)
        after[lock].push_back(before);
    for (const auto& [lock, before] : after)
      order(lock, before);
    std::sort(result_.edits.begin(), result_.edits.end(), [](const SourceEdit& a, const SourceEdit& b) {
      return std::tie(a.file, a.offset, a.text) < std::tie(b.file, b.offset, b.text);
    });
    return std::move(result_);
  }

 private:
  void skip(const std::string& subject, const std::string& why) {
    result_.skipped.push_back(quoted(subject) + ": " + why);
  }

  // Static objects are in the inventory, locks too; what is in an object of a class is a field.
  bool is_field(const std::string& lock) const {
    auto state = states_.find(lock);
    return state == states_.end() || state->second->kind == "field";
  }

  void guard(const formats::LedgerState& entry) {
    auto state = states_.find(entry.id);
    if (state == states_.end())
      return skip(entry.id, "the findings do not know it");
    std::optional<std::string> lock = expression(entry.id, entry.guard, is_field(entry.guard));
    if (!lock)
      return skip(entry.id, "its guard " + quoted(entry.guard) + " has no name where it is declared");
    insert(entry.id, state->second->place, "guarded_by", "GUARDED_BY", *lock);
  }

  // Clang keeps order attributes on capabilities only.
  void order(const std::string& lock, const std::vector<std::string>& before) {
    auto found = locks_.find(lock);
    if (found == locks_.end())
      return skip(lock, "the findings do not know it");
    if (found->second->kind != "capability")
      return skip(lock, "its type has no 'capability' attribute, so that Clang would drop acquired_after");
    std::string arguments;
    for (const std::string& other : before) {
      std::optional<std::string> name = expression(lock, other, is_field(other));
      if (!name)
        skip(lock, quoted(other) + ", which comes before it, has no name where it is declared");
      else
        arguments += (arguments.empty() ? "" : ", ") + *name;
    }
    if (!arguments.empty())
      insert(lock, found->second->place, "acquired_after", "ACQUIRED_AFTER", arguments);
  }

  void insert(const std::string& id, const Place& place, const std::string& attribute, const std::string& macro,
              const std::string& arguments) {
    std::string name = components_of(id).back();
    std::optional<std::uint64_t> offset;
    try {
      offset = sources_.behind_name(place, name);
    } catch (const InputError& error) {
      return skip(id, error.what());
    }
    if (!offset)
      return skip(id, place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                          " does not read " + quoted(name) + "; are the findings of this source?");
    std::string rest = sources_.rest_of_declaration(place.file, *offset);
    if (rest.find(attribute + "(") != std::string::npos || rest.find(macro + "(") != std::string::npos)
      return skip(id, "is annotated already");
    std::string text = style_ == AnnotationStyle::kMacro ? macro + "(" + arguments + ")"
                                                         : "__attribute__((" + attribute + "(" + arguments + ")))";
    result_.edits.push_back({place.file, place.line, *offset, " " + text});
  }

  const formats::Ledger& ledger_;
  Sources sources_;
  AnnotationStyle style_;
  std::map<std::string, const SharedState*> states_;
  std::map<std::string, const StaticLock*> locks_;
  Annotations result_;
};

std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text)
    out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

} // namespace

Annotations annotate(const formats::Ledger& ledger, const Findings& findings, const std::string& root,
                     AnnotationStyle style) {
  return Annotator(ledger, findings, root, style).run();
}

std::string replacements_yaml(const std::vector<SourceEdit>& edits, const std::string& root) {
  Sources sources(root);
  std::string text = "---\nMainSourceFile:  ''\n";
  text += edits.empty() ? "Replacements:    []\n" : "Replacements:\n";
  for (const SourceEdit& edit : edits)
    text += "  - FilePath:        " + single_quoted(sources.path_of(edit.file)) +
            "\n    Offset:          " + std::to_string(edit.offset) +
            "\n    Length:          0\n    ReplacementText: " + single_quoted(edit.text) + "\n";
  return text + "...\n";
}

} // namespace paraudit::reports
