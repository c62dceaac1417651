#include "reports/analysis/lock_wrappers.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace paraudit::reports {
namespace {

constexpr std::string_view kMethods[] = {
#define PARAUDIT_WRAPPER_METHOD(name) name,
#include "runtime/abi/lock_wrappers.def"
};
constexpr std::string_view kGuardSuffixes[] = {
#define PARAUDIT_WRAPPER_GUARD(suffix) suffix,
#include "runtime/abi/lock_wrappers.def"
};
constexpr std::string_view kCSuffixes[] = {
#define PARAUDIT_WRAPPER_C(suffix) suffix,
#include "runtime/abi/lock_wrappers.def"
};

template <std::size_t N> bool ends_with_any(std::string_view name, const std::string_view (&suffixes)[N]) {
  return std::any_of(std::begin(suffixes), std::end(suffixes), [&](auto suffix) { return name.ends_with(suffix); });
}

// The last component of a qualified name, which is then cut off; brackets hide what is in them.
std::string_view take_last(std::string_view& name) {
  int depth = 0;
  for (std::size_t i = name.size(); i-- > 0;) {
    char c = name[i];
    depth += c == '>' || c == ')' ? 1 : c == '<' || c == '(' ? -1 : 0;
    if (depth == 0 && c == ':' && i > 0 && name[i - 1] == ':') {
      std::string_view last = name.substr(i + 1);
      name = name.substr(0, i - 1);
      return last;
    }
  }
  return std::exchange(name, {});
}

// Without template arguments or parameters.
std::string_view bare(std::string_view component) {
  return component.substr(0, component.find_first_of("<("));
}

} // namespace

bool is_lock_wrapper(std::string_view function) {
  bool c_function = function.find_first_of(":(<") == std::string_view::npos;
  std::string_view own = bare(take_last(function));
  std::string_view scope = bare(take_last(function));
  if (own.empty())
    return false;
  if (own == scope)
    return ends_with_any(own, kGuardSuffixes);
  return c_function ? ends_with_any(own, kCSuffixes)
                    : std::find(std::begin(kMethods), std::end(kMethods), own) != std::end(kMethods);
}

} // namespace paraudit::reports
