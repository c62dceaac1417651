// Paths as values: functions, constants, statics, and the constants of primitive types.
#include "minicompiler/ty/check.h"
#include <bit>
#include <limits>
#include <utility>

namespace minirc {

Ty Checker::path(const hir::PathExpr* e) {
  switch (e->res) {
  case hir::ResKind::kFn:
    return types_.fn_def(e->def);
  case hir::ResKind::kConst:
    return cx_.type_of(e->def);
  case hir::ResKind::kStatic: {
    const Def& d = cx_.defs().def(e->def);
    if (d.is_mut)
      require_unsafe(e->span, "use of mutable static", "use of mutable static");
    else if (d.is_foreign && !d.item->safe_foreign)
      require_unsafe(e->span, "use of extern static", "use of extern static");
    return cx_.type_of(e->def);
  }
  case hir::ResKind::kCtor:
    return types_.fn_def(e->def);
  case hir::ResKind::kUnitStruct:
    return types_.adt(e->def);
  case hir::ResKind::kTypeRelative:
  case hir::ResKind::kStdConst:
    return type_relative(e);
  case hir::ResKind::kError:
    break;
  }
  results_.has_errors = true;
  return types_.error();
}

namespace {

u128 float_bits(Ty type, double value) {
  return type->is(TyKind::kF32) ? u128{std::bit_cast<std::uint32_t>(static_cast<float>(value))}
                                : u128{std::bit_cast<std::uint64_t>(value)};
}

template <class F> bool float_limit(std::string_view name, double& value) {
  using L = std::numeric_limits<F>;
  constexpr std::pair<std::string_view, F> kLimits[] = {{"MAX", L::max()},           {"MIN", L::lowest()},
                                                        {"EPSILON", L::epsilon()},   {"MIN_POSITIVE", L::min()},
                                                        {"INFINITY", L::infinity()}, {"NEG_INFINITY", -L::infinity()},
                                                        {"NAN", L::quiet_NaN()}};
  for (const auto& [known, limit] : kLimits)
    if (known == name) {
      value = limit;
      return true;
    }
  return false;
}

bool math_constant(std::string_view name, double& value) {
  // Written out: dividing rounded values would round twice.
  constexpr std::pair<std::string_view, double> kConstants[] = {
      {"PI", 3.14159265358979323846264338327950288},
      {"TAU", 6.28318530717958647692528676655900577},
      {"E", 2.71828182845904523536028747135266250},
      {"SQRT_2", 1.41421356237309504880168872420969808},
      {"LN_2", 0.693147180559945309417232121458176568},
      {"LN_10", 2.30258509299404568401799145468436421},
      {"FRAC_PI_2", 1.57079632679489661923132169163975144},
      {"FRAC_PI_3", 1.04719755119659774615421446109316763},
      {"FRAC_PI_4", 0.785398163397448309615660845819875721},
      {"FRAC_PI_6", 0.52359877559829887307710723054658381},
      {"FRAC_PI_8", 0.39269908169872415480783042290993786},
      {"FRAC_1_PI", 0.318309886183790671537767526745028724},
      {"FRAC_2_PI", 0.636619772367581343075535053490057448},
      {"FRAC_2_SQRT_PI", 1.12837916709551257389615890312154517},
      {"FRAC_1_SQRT_2", 0.707106781186547524400844362104849039},
      {"LOG2_E", 1.44269504088896340735992468100189214},
      {"LOG2_10", 3.32192809488736234787031942948939018},
      {"LOG10_E", 0.434294481903251827651128918916605082},
      {"LOG10_2", 0.301029995663981195213738894724493027}};
  for (const auto& [known, constant] : kConstants)
    if (known == name) {
      value = constant;
      return true;
    }
  return false;
}

} // namespace

// i32::MAX and the like.
bool Checker::prim_constant(Ty type, std::string_view name, u128& bits, Ty& result) {
  result = type;
  if (type->is_int()) {
    unsigned width = type->bits();
    u128 all = width == 128 ? ~u128{0} : (u128{1} << width) - 1;
    if (name == "BITS") {
      result = prim(TyKind::kU32);
      bits = width;
    } else if (name == "MAX") {
      bits = type->is_signed() ? all >> 1 : all;
    } else if (name == "MIN") {
      bits = type->is_signed() ? (all >> 1) + 1 : 0;
    } else {
      return false;
    }
    return true;
  }
  double value = 0;
  if (type->is(TyKind::kChar) && name == "MAX")
    return bits = 0x10FFFF, true;
  if (!type->is_float() ||
      !(type->is(TyKind::kF32) ? float_limit<float>(name, value) : float_limit<double>(name, value)))
    return false;
  bits = float_bits(type, value);
  return true;
}

Ty Checker::type_relative(const hir::PathExpr* e) {
  Ty type = to_type(cx_, e->type, this), result = type;
  u128 bits = 0;
  bool known = prim_constant(type, e->name.str(), bits, result);
  double value = 0;
  if (!known && e->res == hir::ResKind::kStdConst && type->is_float() && math_constant(e->name.str(), value)) {
    known = true;
    bits = float_bits(type, value);
  }
  if (!known) {
    std::string name(e->name.str());
    if (e->res == hir::ResKind::kStdConst)
      emit(make_unsupported(Phase::kTypes, e->span, "`" + name + "`"));
    else
      error(599, e->span,
            "no associated function or constant named `" + name + "` found for " +
                (type->is(TyKind::kAdt) ? "struct" : "type") + " `" + show(type) + "` in the current scope",
            "associated function or constant not found in `" + show(type) + "`");
    return types_.error();
  }
  results_.data[e->id] = static_cast<std::uint32_t>(results_.path_constants.size());
  results_.path_constants.push_back(bits);
  return result;
}

} // namespace minirc
