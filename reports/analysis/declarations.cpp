#include "reports/analysis/declarations.h"

#include <algorithm>

namespace paraudit::reports {
namespace {

// Whether the '<' at `at` belongs to operator<, operator<<, operator<=, operator<=>.
bool is_operator(const std::string& name, std::size_t at) {
  std::size_t begin = at > 0 && name[at - 1] == '<' ? at - 1 : at;
  return begin >= 8 && name.compare(begin - 8, 8, "operator") == 0;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// "(lambda at /path/file.cpp:3:4)" holds a path of the build machine: "{lambda}".
void hide_lambdas(std::string& name) {
  for (std::size_t at = name.find("(lambda at "); at != std::string::npos; at = name.find("(lambda at ")) {
    std::size_t end = name.find(')', at);
    name.replace(at, end == std::string::npos ? end : end + 1 - at, "{lambda}");
  }
}

// The parenthesis that the one at `close` closes; npos when there is none.
std::size_t opening_of(const std::string& name, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    depth += name[i] == ')' ? 1 : name[i] == '(' ? -1 : 0;
    if (depth == 0)
      return i;
  }
  return std::string::npos;
}

std::string without_template_arguments(const std::string& name) {
  std::string plain;
  int depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool opens = name[i] == '<' && !(depth == 0 && is_operator(name, i));
    bool closes = name[i] == '>' && depth > 0 && name[i - 1] != '-';
    if (opens)
      ++depth;
    else if (closes)
      --depth;
    else if (depth == 0)
      plain += name[i];
  }
  return depth == 0 ? plain : name;
}

} // namespace

std::string plain_function(const std::string& function) {
  std::string name = function.substr(0, function.find(" ["));
  replace_all(name, "(anonymous namespace)", "{anonymous}");
  replace_all(name, "operator()", "operator{}");
  hide_lambdas(name);
  name = without_template_arguments(name);
  std::size_t end = name.rfind(')');
  std::size_t begin = end == std::string::npos ? end : opening_of(name, end);
  if (begin != std::string::npos && begin != 0)
    name.resize(begin);
  int depth = 0;
  for (std::size_t i = name.size();
       i-- > 0;) { // what stands before the last space outside of brackets is the return type
    depth += name[i] == ')' || name[i] == '}' ? 1 : name[i] == '(' || name[i] == '{' ? -1 : 0;
    if (depth == 0 && name[i] == ' ') {
      name.erase(0, i + 1);
      break;
    }
  }
  name.erase(0, std::min(name.find_first_not_of("*&"), name.size()));
  replace_all(name, "operator{}", "operator()");
  return name.empty() ? function : name;
}

} // namespace paraudit::reports
