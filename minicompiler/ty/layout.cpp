#include "minicompiler/ty/layout.h"
#include <algorithm>
#include <optional>

namespace minirc {
namespace {

constexpr u128 kSizeLimit = u128{1} << 61;

struct Extent {
  u128 size = 0;
  std::uint64_t align = 1;
};

u128 round_up(u128 size, std::uint64_t align) {
  return (size + align - 1) / align * align;
}

// Nothing when the type, or one that it holds, is too big.
class Measure {
 public:
  explicit Measure(TyCtxt& cx) : cx_(cx) {}

  std::optional<Extent> of(Ty type) {
    switch (type->kind) {
    case TyKind::kArray: {
      std::optional<Extent> element = of(type->inner);
      return element ? limited({element->size * type->length, element->align}) : std::nullopt;
    }
    case TyKind::kTuple: {
      Extent all;
      for (Ty element : type->elements)
        if (!add(all, element))
          return std::nullopt;
      return limited({round_up(all.size, all.align), all.align});
    }
    case TyKind::kAdt: {
      Extent all;
      for (const FieldInfo& field : cx_.struct_def(type->def).fields)
        if (!add(all, field.type))
          return std::nullopt;
      return limited({round_up(all.size, all.align), all.align});
    }
    case TyKind::kRef:
    case TyKind::kRawPtr:
      return Extent{type->inner->is_unsized() ? 16u : 8u, 8};
    case TyKind::kFnPtr:
      return Extent{8, 8};
    default:
      return Extent{type->bits() / 8, std::max<std::uint64_t>(1, type->bits() / 8)};
    }
  }

 private:
  static std::optional<Extent> limited(Extent extent) {
    return extent.size < kSizeLimit ? std::optional(extent) : std::nullopt;
  }

  bool add(Extent& all, Ty part) {
    std::optional<Extent> extent = of(part);
    if (!extent)
      return false;
    all.align = std::max(all.align, extent->align);
    all.size = round_up(all.size, extent->align) + extent->size;
    return true;
  }

  TyCtxt& cx_;
};

} // namespace

bool is_too_big(TyCtxt& cx, Ty type) {
  return !Measure(cx).of(type);
}

std::string too_big_text(Ty type, const CrateDefs& defs) {
  return "values of the type `" + to_string(type, defs) + "` are too big for the target architecture";
}

} // namespace minirc
