// A range of source bytes. Positions are global: every file of a crate occupies its own interval of one 32-bit
// space, in the deterministic order in which the crate loader numbers files, so that comparing positions is
// comparing (file, offset). Position 0 belongs to no file: a default Span means "no place". Plain values.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_SPAN_H
#define PARAUDIT_MINICOMPILER_SOURCE_SPAN_H

#include <cstdint>

namespace minirc {

struct Span {
  std::uint32_t lo = 0;
  std::uint32_t hi = 0;

  bool empty() const { return lo == 0 && hi == 0; }
  Span to(Span end) const { return {lo, end.hi}; }
  friend bool operator==(const Span&, const Span&) = default;
};

} // namespace minirc

#endif
