// A codegen unit: the items that one object is made of. Plain values.
#ifndef PARAUDIT_MINICOMPILER_MONO_UNIT_H
#define PARAUDIT_MINICOMPILER_MONO_UNIT_H

#include "minicompiler/source/def_id.h"
#include <string>
#include <vector>

namespace minirc::mono {

struct UnitItem {
  DefId def;             // a function or a static
  bool internal = false; // only this unit refers to it
};

struct Unit {
  std::string name; // "main.cgu.3"
  std::vector<UnitItem> items;
};

} // namespace minirc::mono

#endif
