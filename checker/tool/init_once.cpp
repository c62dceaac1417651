#include "checker/tool/init_once.h"

#include <regex>
#include <string_view>

namespace paraudit::tool {
namespace {

constexpr size_t kNone = std::string::npos;

// Past the comment, the literal or the character that begins here; kNone where it does not end, or is a raw string.
size_t past(const std::string& text, size_t at) {
  if (text.compare(at, 2, "//") == 0) {
    return text.find('\n', at);
  }
  if (text.compare(at, 2, "/*") == 0) {
    size_t end = text.find("*/", at + 2);
    return end == kNone ? kNone : end + 2;
  }
  if (text[at] != '"' && text[at] != '\'') {
    return at + 1;
  }
  if (at > 0 && text[at - 1] == 'R') {
    return kNone;
  }
  for (size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[at]) {
      return i + 1;
    }
  }
  return kNone;
}

// The first of `wanted` from `at` that is in no bracket, comment or literal.
size_t find_outside(const std::string& text, size_t at, std::string_view wanted) {
  int depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (depth == 0 && wanted.find(c) != kNone) {
      return at;
    }
    depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    if (depth < 0 || (at = past(text, at)) == kNone) {
      return kNone;
    }
  }
  return kNone;
}

size_t skip_space(const std::string& text, size_t at) {
  while (at < text.size()) {
    if (text.compare(at, 2, "//") == 0 || text.compare(at, 2, "/*") == 0) {
      at = past(text, at);
    } else if (std::string_view(" \t\r\n").find(text[at]) != kNone) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// A statement of a block: what stands before it ends a statement or begins a block.
bool begins_statement(const std::string& text, size_t line_start) {
  while (line_start > 0) {
    size_t begin = line_start == 1 ? 0 : text.rfind('\n', line_start - 2) + 1;
    std::string line = text.substr(begin, line_start - 1 - begin);
    line = line.substr(0, line.find("//"));
    size_t last = line.find_last_not_of(" \t\r");
    if (last != kNone) {
      return std::string_view("{};").find(line[last]) != kNone;
    }
    line_start = begin;
  }
  return false;
}

bool sets(const std::string& body, const std::string& name) {
  return std::regex_search(
      body,
      std::regex("(^|[^\\w.>:])" + name + R"(\s*(=\s*(new\b|true\b|std::make_(unique|shared)\b)|\.reset\(\s*new\b))"));
}

bool stays_inside(const std::string& body) {
  static const std::regex kLeaves(
      R"(\b(return|break|continue|goto|case|default|co_return|co_await|co_yield)\b|(^|\n)[ \t]*#)");
  return !std::regex_search(body, kLeaves);
}

bool tests_alone(const std::string& condition, const std::string& name) {
  static const std::string kUnset = "(nullptr|NULL|0|false)";
  return std::regex_match(condition, std::regex(R"(\s*(!\s*)" + name + "|" + name + R"(\s*==\s*)" + kUnset + "|" +
                                                kUnset + R"(\s*==\s*)" + name + R"()\s*)"));
}

} // namespace

std::optional<std::vector<TextChange>> make_init_once(const std::string& text, size_t offset, const std::string& name) {
  size_t line_start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  static const std::regex kIf(R"(^([ \t]*)if[ \t]*\([^()]*$)");
  std::string before = text.substr(line_start, offset - line_start);
  std::smatch test;
  if (!std::regex_search(before, test, kIf) || !begins_statement(text, line_start)) {
    return std::nullopt;
  }
  std::string indent = test[1].str();
  size_t open = text.find('(', line_start), close = find_outside(text, open + 1, ")");
  if (close == kNone || !tests_alone(text.substr(open + 1, close - open - 1), name)) {
    return std::nullopt;
  }
  size_t body = skip_space(text, close + 1);
  if (body >= text.size()) {
    return std::nullopt;
  }
  bool is_block = text[body] == '{';
  size_t last = find_outside(text, is_block ? body + 1 : body, is_block ? "}" : ";");
  if (last == kNone || (!is_block && text.compare(body, name.size(), name) != 0)) {
    return std::nullopt;
  }
  std::string code = text.substr(body, last + 1 - body);
  bool has_else = text.compare(skip_space(text, last + 1), 4, "else") == 0;
  std::string flag = name + "_once";
  if (has_else || !sets(code, name) || !stays_inside(code) || text.find(flag) != kNone) {
    return std::nullopt;
  }
  size_t begin = line_start + indent.size();
  std::string call = "static std::once_flag " + flag + ";\n" + indent + "std::call_once(" + flag + ", [&]";
  bool is_one_line = text.find('\n', begin) > last;
  std::string end = is_block ? ")" : (is_one_line ? " })" : "\n" + indent + "})");
  return std::vector<TextChange>{{begin, close + 1 - begin, call + (is_block ? "" : " {")}, {last + 1, 0, end + ";"}};
}

bool starts_unset(const std::string& text, size_t offset) {
  static const std::regex kUnset(R"(^\s*(=\s*(nullptr|NULL|0|false)\s*|\{\s*(nullptr|false|0)?\s*\}\s*)?;)");
  std::string rest = text.substr(offset, 80);
  return std::regex_search(rest, kUnset);
}

} // namespace paraudit::tool
