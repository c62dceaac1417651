// DefId: the number of a definition (function, struct, const, ...) in its crate. Numbers follow (file order, position
// in file), never allocation order, so they are equal at every thread count and may order output. Plain values.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_DEF_ID_H
#define PARAUDIT_MINICOMPILER_SOURCE_DEF_ID_H

#include <compare>
#include <cstdint>
#include <functional>

namespace minirc {

struct DefId {
  std::uint32_t index = 0xffffffff;
  bool valid() const { return index != 0xffffffff; }
  friend auto operator<=>(const DefId&, const DefId&) = default;
};

} // namespace minirc

template <> struct std::hash<minirc::DefId> {
  std::size_t operator()(minirc::DefId id) const noexcept { return id.index; }
};

#endif
