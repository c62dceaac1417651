// Exhaustiveness of patterns: given the rows of a match, a value that none of them covers. The algorithm is Maranget's
// ("Warnings for pattern matching", 2007), with integer ranges split at the boundaries of the first column.
// Pure; cost: exponential in contrived cases, linear in ordinary ones.
#ifndef PARAUDIT_MINICOMPILER_PASSES_USEFULNESS_H
#define PARAUDIT_MINICOMPILER_PASSES_USEFULNESS_H

#include "minicompiler/ty/tyctxt.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace minirc {

// A pattern taken apart. kRange: of an integer, char or bool, signed values shifted so that they order as unsigned.
// kOpaque: a string or float literal, which covers nothing that can be enumerated.
struct SimplePat {
  enum class Kind : std::uint8_t { kWild, kRange, kSingle, kOr, kOpaque } kind = Kind::kWild;
  u128 lo = 0, hi = 0;          // kRange, inclusive
  std::vector<SimplePat> parts; // kSingle: fields; kOr: alternatives
};

class PatternLowering {
 public:
  PatternLowering(TyCtxt& cx, const TypeckResults& types) : cx_(cx), types_(types) {}
  SimplePat lower(const hir::Pat* p);

 private:
  bool value(const hir::Expr* e, Ty type, u128& bits);
  SimplePat range(const hir::Pat* p);
  TyCtxt& cx_;
  const TypeckResults& types_;
};

// A value of `type`, as text, that no row matches; none when the rows are exhaustive.
std::optional<std::string> find_missing(TyCtxt& cx, Ty type, const std::vector<SimplePat>& rows);

} // namespace minirc

#endif
