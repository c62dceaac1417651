#include "minicompiler/resolve/defs.h"

namespace minirc {

std::string CrateDefs::def_path(DefId id) const {
  const Def& d = def(id);
  std::string prefix;
  if (d.is_assoc) {
    prefix = d.self_type.valid() ? def_path(d.self_type) : "{impl}";
  } else if (d.parent.valid() && def(d.parent).item) {
    prefix = def_path(d.parent);
  }
  std::string name(d.name.str());
  // Names in function bodies may repeat in other blocks: the number of the definition tells them apart.
  if (d.kind == DefKind::kImpl || (d.in_fn && !d.is_assoc && d.kind != DefKind::kMod))
    name = "{" + std::to_string(id.index - d.parent.index) + "}" + (name.empty() ? "" : "::" + name);
  return prefix.empty() ? name : prefix + "::" + name;
}

bool CrateDefs::is_visible(const Reach& reach, ModuleId from) const {
  if (reach.everywhere)
    return true;
  for (ModuleId m = from; m != kNoModule; m = module(m).parent)
    if (m == reach.scope)
      return true;
  return false;
}

DefId CrateDefs::assoc_item(DefId adt, Symbol name) const {
  auto found = inherent.find(adt);
  if (found == inherent.end())
    return {};
  auto item = found->second.find(name);
  return item == found->second.end() ? DefId{} : item->second;
}

} // namespace minirc
