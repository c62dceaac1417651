#include "checker/link/kept_elements.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::ElementKind;

bool removes(const GuardedAccess& access, const std::string& method) {
  if (access.kind == facts::AccessKind::kWrite) {
    return true;
  }
  for (const char* name : {"erase", "clear", "pop", "extract", "resize", "assign", "swap", "remove", "operator="}) {
    if (method.find(name) != std::string::npos) {
      return true;
    }
  }
  return false;
}

bool keeps_places(const std::string& type) {
  const std::string outer = type.substr(0, type.find('<'));
  return outer.find("map") != std::string::npos || outer.find("set") != std::string::npos ||
         outer.find("deque") != std::string::npos || outer.find("list") != std::string::npos;
}

} // namespace

bool is_kept_element(const ProgramIndex& index, const Subject& subject, const GuardedState& state, PathId path,
                     size_t base) {
  const std::vector<facts::PathElement>& elements = index.paths[path].elements;
  const bool is_element =
      base < elements.size() && std::any_of(
                                    elements.begin() + static_cast<std::ptrdiff_t>(base), elements.end(),
                                    [](const auto& one) { return one.kind == ElementKind::kIndex; });
  return is_element && keeps_places(subject.type) &&
         std::none_of(state.accesses.begin(), state.accesses.end(), [&](const GuardedAccess& access) {
           const size_t own = index.paths[access.access->path].elements.size();
           const facts::Event& event = index.functions[access.access->function].facts->events[access.access->event];
           const bool is_whole = own <= access.base + 1;
           return access.is_write && (!is_whole || removes(access, event.text));
         });
}

} // namespace paraudit::link
