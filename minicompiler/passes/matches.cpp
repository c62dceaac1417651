// E0004 and E0005: every match covers every value, every let and parameter pattern always matches.
#include "minicompiler/hir/visit.h"
#include "minicompiler/passes/passes.h"
#include "minicompiler/passes/usefulness.h"

namespace minirc {
namespace {

class MatchCheck final : public hir::Visitor {
 public:
  MatchCheck(TyCtxt& cx, const TypeckResults& types) : cx_(cx), types_(types) {}

  void expr(const hir::Expr* e) override {
    if (auto* match = e->dyn_cast<hir::MatchExpr>()) {
      check(match);
      expr(match->scrutinee);
      for (const hir::MatchArm& arm : match->arms) {
        if (arm.guard)
          expr(arm.guard);
        expr(arm.body);
      }
      return;
    }
    children(e);
  }

  // Reached for let and for patterns (match arms are walked above), and called for parameters.
  void pat(const hir::Pat* p) override {
    if (p->kind == hir::PatKind::kBinding && !p->sub)
      return;
    auto missing = find_missing(cx_, types_.type_of(p), {PatternLowering(cx_, types_).lower(p)});
    if (missing)
      cx_.sink().emit(make_error(Phase::kBody, 5, p->span, "refutable pattern in local binding",
                                 "pattern `" + *missing + "` not covered"));
  }

 private:
  void check(const hir::MatchExpr* e) {
    std::vector<SimplePat> rows;
    PatternLowering lowering(cx_, types_);
    for (const hir::MatchArm& arm : e->arms)
      if (!arm.guard)
        rows.push_back(lowering.lower(arm.pat));
    Ty type = types_.type_of(e->scrutinee);
    if (type->is(TyKind::kNever))
      return;
    auto missing = find_missing(cx_, type, rows);
    if (!missing)
      return;
    Diagnostic d =
        make_error(Phase::kBody, 4, e->scrutinee->span, "non-exhaustive patterns: `" + *missing + "` not covered",
                   "pattern `" + *missing + "` not covered");
    d.note("the matched value is of type `" + to_string(type, cx_.defs()) + "`");
    d.help("ensure that all possible cases are being handled by adding a match arm with a wildcard pattern or an "
           "explicit pattern");
    cx_.sink().emit(std::move(d));
  }

  TyCtxt& cx_;
  const TypeckResults& types_;
};

} // namespace

void check_matches(TyCtxt& cx, DefId owner) {
  const TypeckResults& types = cx.typeck(owner);
  const hir::Body& body = cx.hir_body(owner);
  if (types.has_errors || !body.value)
    return;
  MatchCheck check(cx, types);
  for (const hir::Pat* param : body.params)
    check.pat(param);
  check.expr(body.value);
}

} // namespace minirc
