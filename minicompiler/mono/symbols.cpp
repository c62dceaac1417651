#include "minicompiler/mono/symbols.h"

#include <cstdio>

namespace minirc::mono {

bool has_attribute(const Def& def, Known name) {
  if (!def.item)
    return false;
  for (const ast::Attribute& attribute : def.item->attrs)
    if (attribute.path.segments.size() == 1 && attribute.path.segments[0].name.is(name))
      return true;
  return false;
}

namespace {

void append_segment(std::string& out, std::string_view segment) {
  out += std::to_string(segment.size());
  out += segment;
}

} // namespace

bool has_plain_name(const CrateDefs& defs, DefId def) {
  const Def& definition = defs.def(def);
  return definition.is_foreign || has_attribute(definition, Known::kNoMangle);
}

// The scheme that C++ demanglers read: _ZN 4main 4geom 4area E, with a hash of the path as its last part, so that items
// of the same name in different blocks of one function differ.
std::string symbol_name(const CrateDefs& defs, const std::string& crate_name, DefId def) {
  const Def& definition = defs.def(def);
  if (has_plain_name(defs, def))
    return std::string(definition.name.str());
  std::string name = "_ZN";
  append_segment(name, crate_name);
  std::string path = defs.def_path(def);
  for (std::size_t at = 0; at <= path.size();) {
    std::size_t end = path.find("::", at);
    std::string_view segment(path.data() + at, (end == std::string::npos ? path.size() : end) - at);
    append_segment(name,
                   segment.starts_with('{') ? "block" + std::string(segment.substr(1, segment.size() - 2)) : segment);
    if (end == std::string::npos)
      break;
    at = end + 2;
  }
  char hash[20];
  snprintf(hash, sizeof hash, "h%016llx", static_cast<unsigned long long>(definition.path_hash));
  append_segment(name, hash);
  return name + "E";
}

} // namespace minirc::mono
