// A codegen unit: the items that one object is made of. Plain values.
#ifndef PARAUDIT_MINICOMPILER_MONO_UNIT_H
#define PARAUDIT_MINICOMPILER_MONO_UNIT_H

#include "minicompiler/source/def_id.h"
#include <cstdint>
#include <string>
#include <vector>

namespace minirc::mono {

enum class Linkage : std::uint8_t {
  kExternal,
  kInternal,   // only this unit refers to it
  kInlineCopy, // another unit's function, here to be inlined; no code is made of it
};

struct UnitItem {
  DefId def; // a function or a static
  Linkage linkage = Linkage::kExternal;
};

struct Unit {
  std::string name; // "main.cgu.3"
  std::vector<UnitItem> items;
};

} // namespace minirc::mono

#endif
