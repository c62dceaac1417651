#include "checker/tool/fixes.h"

#include "checker/tool/init_once.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <string_view>
#include <tuple>

namespace paraudit::tool {
namespace {

using checks::Edit;
using checks::Place;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf"; // nothing may stand before it

// Offset of a place, or npos.
size_t offset_of(const std::string& text, const Place& place) {
  size_t at = 0;
  for (std::uint32_t line = 1; line < place.line; ++line) {
    at = text.find('\n', at);
    if (at == std::string::npos) {
      return at;
    }
    ++at;
  }
  at += place.column - 1;
  return place.line == 0 || place.column == 0 || at > text.size() ? std::string::npos : at;
}

Place place_at(const std::string& file, const std::string& text, size_t offset) {
  auto newlines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  size_t line_start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1; // npos + 1 is 0
  return {file, static_cast<std::uint32_t>(newlines + 1), static_cast<std::uint32_t>(offset - line_start + 1)};
}

Replacement replacement(const std::string& file, const std::string& text, size_t offset, size_t length,
                        std::string by) {
  return {file, offset, length, std::move(by), place_at(file, text, offset), place_at(file, text, offset + length)};
}

bool has_name_at(const std::string& text, size_t offset, const std::string& name) {
  auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  return text.compare(offset, name.size(), name) == 0 && (offset == 0 || !is_word(text[offset - 1])) &&
         (offset + name.size() >= text.size() || !is_word(text[offset + name.size()]));
}

// GNU attributes stand between a plain declarator and its initialiser.
bool add_attribute(const Edit& edit, const std::string& text, size_t offset, ResolvedFix& fix) {
  size_t end = offset + edit.name.size();
  size_t next = text.find_first_not_of(" \t", end);
  if (next == std::string::npos || std::string_view(";={,").find(text[next]) == std::string_view::npos) {
    return false;
  }
  fix.replacements.push_back(replacement(edit.place.file, text, end, 0, edit.text));
  return true;
}

// After the last #include that stands at the outermost level of conditions above `limit`; where there is none, after
// the comments, the guard and the pragma that a file begins with.
size_t include_offset(const std::string& text, size_t limit) {
  int depth = 0, best_depth = 1000;
  size_t best = std::string::npos, preamble = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  bool in_preamble = true, in_comment = false;
  static const std::regex kDirective(R"(^\s*#\s*(\w+))");
  for (size_t at = preamble; at < limit;) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    std::smatch match;
    std::string directive = std::regex_search(line, match, kDirective) ? match[1].str() : "";
    if (directive == "include" && depth <= best_depth) {
      best = std::min(end + 1, text.size());
      best_depth = depth;
    }
    depth += directive == "if" || directive == "ifdef" || directive == "ifndef" ? 1 : directive == "endif" ? -1 : 0;
    bool begins_comment = line.find("/*") != std::string::npos, ends_comment = line.find("*/") != std::string::npos;
    bool is_comment =
        in_comment || begins_comment || line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with("//");
    in_comment = (in_comment || begins_comment) && !ends_comment;
    in_preamble &= is_comment || directive == "ifndef" || directive == "define" || directive == "pragma";
    if (in_preamble) {
      preamble = std::min(end + 1, text.size());
    }
    at = end + 1;
  }
  return best != std::string::npos ? best : preamble;
}

bool includes(const std::string& text, const std::string& header) {
  std::string name = header.substr(1, header.size() - 2);
  return std::regex_search(text, std::regex("(^|\n)[ \t]*#[ \t]*include[ \t]*<" + name + ">"));
}

void include(const Edit& edit, const std::string& text, size_t limit, ResolvedFix& fix) {
  if (!edit.header.empty() && !includes(text, edit.header)) {
    fix.replacements.push_back(
        replacement(edit.place.file, text, include_offset(text, limit), 0, "#include " + edit.header + "\n"));
  }
}

// One declarator on one line: `static TYPE name = init;`
bool wrap_type(const Edit& edit, const std::string& text, size_t offset, ResolvedFix& fix) {
  size_t line_start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  line_start += line_start == 0 && text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  size_t line_end = std::min(text.find('\n', offset), text.size());
  std::string before = text.substr(line_start, offset - line_start);
  std::string after = text.substr(offset + edit.name.size(), line_end - offset - edit.name.size());
  static const std::regex kBefore(R"(^\s*(?:(?:static|inline)\s+)*([A-Za-z_][\w:]*(?:\s+[A-Za-z_]\w*)*)\s+$)");
  static const std::regex kAfter(R"(^(?:\s*=\s*([^;,{}]+?)\s*|\s*\{[^;,{}]*\}\s*|\s*);)");
  static const std::regex kOther(R"(\b(const|volatile|auto|thread_local|extern|constexpr|constinit|register)\b)");
  std::smatch declared, initialised;
  if (!std::regex_search(before, declared, kBefore) || !std::regex_search(after, initialised, kAfter) ||
      std::regex_search(before, kOther)) {
    return false;
  }
  std::string type = declared[1].str();
  size_t type_at = line_start + static_cast<size_t>(declared.position(1));
  fix.replacements.push_back(replacement(edit.place.file, text, type_at, type.size(), edit.text + "<" + type + ">"));
  if (initialised[1].matched) {
    size_t end = offset + edit.name.size();
    size_t length = static_cast<size_t>(initialised.length(0)) - 1; // all but the semicolon
    fix.replacements.push_back(replacement(edit.place.file, text, end, length, "{" + initialised[1].str() + "}"));
  }
  include(edit, text, line_start, fix);
  return true;
}

bool init_once(const Edit& edit, const std::string& text, size_t offset, ResolvedFix& fix) {
  std::optional<std::vector<TextChange>> changes = make_init_once(text, offset, edit.name);
  if (!changes) {
    return false;
  }
  for (TextChange& change : *changes) {
    fix.replacements.push_back(
        replacement(edit.place.file, text, change.offset, change.length, std::move(change.text)));
  }
  include(edit, text, offset, fix);
  return true;
}

bool resolve(const Edit& edit, const std::string& text, size_t offset, ResolvedFix& fix) {
  switch (edit.kind) {
  case checks::EditKind::kAttribute:
    return add_attribute(edit, text, offset, fix);
  case checks::EditKind::kWrapType:
    return wrap_type(edit, text, offset, fix);
  case checks::EditKind::kInitOnce:
    return init_once(edit, text, offset, fix);
  case checks::EditKind::kIsUnset:
    return starts_unset(text, offset + edit.name.size());
  }
  return false;
}

bool overlaps(const Replacement& a, const Replacement& b) {
  bool both_insert = a.length == 0 && b.length == 0;
  return a.file == b.file && !both_insert && a.offset < b.offset + std::max<size_t>(b.length, 1) &&
         b.offset < a.offset + std::max<size_t>(a.length, 1);
}

} // namespace

const std::string& Sources::text(const std::string& file) {
  auto [entry, is_new] = files_.try_emplace(file);
  if (is_new) {
    std::ifstream stream(file, std::ios::binary);
    entry->second.assign(std::istreambuf_iterator<char>(stream), {});
  }
  return entry->second;
}

std::optional<ResolvedFix> resolve_fix(const checks::Fix& fix, Sources& sources) {
  ResolvedFix resolved{fix.message, {}};
  for (const Edit& edit : fix.edits) {
    const std::string& text = sources.text(edit.place.file);
    size_t offset = offset_of(text, edit.place);
    if (offset == std::string::npos || !has_name_at(text, offset, edit.name)) {
      return std::nullopt;
    }
    if (!resolve(edit, text, offset, resolved)) {
      return std::nullopt;
    }
  }
  return resolved;
}

std::map<std::string, std::string> apply_fixes(const std::vector<ResolvedFix>& fixes, Sources& sources,
                                               std::vector<size_t>* applied) {
  std::vector<Replacement> accepted;
  for (size_t i = 0; i < fixes.size(); ++i) {
    std::vector<Replacement> own;
    bool fits = true;
    for (const Replacement& change : fixes[i].replacements) {
      bool is_there = std::find(accepted.begin(), accepted.end(), change) != accepted.end();
      fits &= is_there || std::none_of(accepted.begin(), accepted.end(),
                                       [&](const Replacement& other) { return overlaps(change, other); });
      if (!is_there) {
        own.push_back(change);
      }
    }
    if (fits) {
      std::move(own.begin(), own.end(), std::back_inserter(accepted));
      if (applied != nullptr) {
        applied->push_back(i);
      }
    }
  }
  // From the end, so that offsets stay right; insertions at one place keep their order.
  std::vector<const Replacement*> ordered;
  for (const Replacement& change : accepted) {
    ordered.push_back(&change);
  }
  std::sort(ordered.begin(), ordered.end(), [](const Replacement* a, const Replacement* b) {
    return std::tie(a->file, a->offset, a) < std::tie(b->file, b->offset, b);
  });
  std::map<std::string, std::string> changed;
  for (auto change = ordered.rbegin(); change != ordered.rend(); ++change) {
    auto [entry, is_new] = changed.try_emplace((*change)->file);
    if (is_new) {
      entry->second = sources.text((*change)->file);
    }
    entry->second.replace((*change)->offset, (*change)->length, (*change)->text);
  }
  return changed;
}

std::vector<ResolvedFix>
compiling_fixes(std::vector<ResolvedFix> fixes, Sources& sources,
                const std::function<bool(const std::map<std::string, std::string>& changed)>& compiles) {
  std::vector<size_t> applied;
  std::map<std::string, std::string> changed = apply_fixes(fixes, sources, &applied);
  std::vector<ResolvedFix> fitting;
  for (size_t index : applied) {
    fitting.push_back(std::move(fixes[index]));
  }
  if (fitting.empty() || compiles(changed)) {
    return fitting;
  }
  std::vector<ResolvedFix> good;
  for (ResolvedFix& fix : fitting) {
    good.push_back(std::move(fix));
    if (!compiles(apply_fixes(good, sources))) {
      good.pop_back();
    }
  }
  return good;
}

} // namespace paraudit::tool
