#include "checker/analysis/attributes.h"

namespace paraudit::analysis {

using namespace clang;
using facts::AttributeArgument;
using facts::Mode;
using facts::PathId;
using facts::RootKind;

namespace {

// The object an attribute's argument names, relative to the declaration that carries it.
PathId argument_path(Unit& unit, const Expr* expression) {
  expression = expression->IgnoreParenImpCasts();
  if (const auto* unary = dyn_cast<UnaryOperator>(expression)) {
    if (unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Deref)
      return argument_path(unit, unary->getSubExpr());
    return facts::kNone;
  }
  if (isa<CXXThisExpr>(expression))
    return unit.interner.path({RootKind::kThis, 0, "", {}});
  if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    if (const auto* variable = dyn_cast<VarDecl>(member->getMemberDecl()))
      return unit.global(variable);
    const auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    const PathId base = field ? argument_path(unit, member->getBase()) : facts::kNone;
    if (base == facts::kNone || unit.types.is_wrapped(field))
      return base;
    const bool through = member->isArrow() && !isa<CXXThisExpr>(member->getBase()->IgnoreParenImpCasts()) &&
                         !isa<DeclRefExpr>(member->getBase()->IgnoreParenImpCasts());
    PathId path = unit.interner.field(through ? unit.interner.deref(base) : base, unit.names.canonical(field));
    if (field->getType()->isAnyPointerType() || field->getType()->isReferenceType())
      path = unit.interner.deref(path);
    return path;
  }
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* parameter = dyn_cast<ParmVarDecl>(reference->getDecl()))
      return unit.interner.path(
          {RootKind::kParameter, parameter->getFunctionScopeIndex(), parameter->getNameAsString(), {}});
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()); variable && variable->hasGlobalStorage())
      return unit.global(variable);
    if (const auto* field = dyn_cast<FieldDecl>(reference->getDecl())) // late-parsed, without `this`
      return unit.interner.field(unit.interner.path({RootKind::kThis, 0, "", {}}), unit.names.canonical(field));
  }
  return facts::kNone;
}

AttributeArgument argument(Unit& unit, const Expr* expression) {
  AttributeArgument out;
  llvm::raw_string_ostream text(out.text);
  if (const auto* literal = dyn_cast<StringLiteral>(expression->IgnoreParenImpCasts()))
    text << literal->getString();
  else
    expression->printPretty(text, nullptr, PrintingPolicy(unit.context.getLangOpts()));
  out.path = argument_path(unit, expression);
  return out;
}

template <class Attribute> AttributeArgument single(Unit& unit, const ValueDecl* decl) {
  const auto* attribute = decl->getAttr<Attribute>();
  return attribute ? argument(unit, attribute->getArg()) : AttributeArgument{};
}

// The paths an attribute names; none given means the object itself.
template <class Attribute> std::vector<PathId> paths(Unit& unit, const Attribute* attribute) {
  std::vector<PathId> out;
  for (const Expr* expression : attribute->args())
    if (const PathId path = argument_path(unit, expression); path != facts::kNone)
      out.push_back(path);
  if (attribute->args_size() == 0)
    out.push_back(unit.interner.path({RootKind::kThis, 0, "", {}}));
  return out;
}

void add_locks(const std::vector<PathId>& paths, bool shared, std::vector<facts::DeltaLock>& out) {
  for (const PathId path : paths)
    out.push_back({path, shared ? Mode::kShared : Mode::kExclusive, true});
}

bool is_scoped(Unit& unit, const FunctionDecl* function) {
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  return method && unit.types.info(method->getParent()).is_scoped;
}

void add_effects(Unit& unit, const FunctionDecl* function, facts::FunctionFacts& out) {
  const bool scoped = is_scoped(unit, function);
  const PathId self = unit.interner.path({RootKind::kThis, 0, "", {}});
  for (const auto* attribute : function->specific_attrs<AcquireCapabilityAttr>()) {
    const Mode mode = attribute->isShared() ? Mode::kShared : Mode::kExclusive;
    if (scoped && attribute->args_size() == 0)
      continue; // relocking: which locks, only the constructor knows
    for (const PathId path : paths(unit, attribute)) {
      out.delta.acquired.push_back({path, mode, true});
      if (scoped)
        out.delta.guards.push_back({self, path, mode, true});
    }
  }
  for (const auto* attribute : function->specific_attrs<ReleaseCapabilityAttr>()) {
    if (scoped && attribute->args_size() == 0)
      out.delta.released_guards.push_back(self);
    else
      add_locks(paths(unit, attribute), attribute->isShared(), out.delta.released);
  }
  for (const auto* attribute : function->specific_attrs<TryAcquireCapabilityAttr>()) {
    const std::size_t before = out.delta.acquired.size();
    add_locks(paths(unit, attribute), attribute->isShared(), out.delta.acquired);
    bool says_yes = true;
    if (attribute->getSuccessValue()->EvaluateAsBooleanCondition(says_yes, unit.context))
      for (std::size_t i = before; i < out.delta.acquired.size(); ++i)
        out.delta.acquired[i].tells = says_yes ? facts::Tells::kNonzero : facts::Tells::kZero;
    out.delta.try_result = true;
  }
}

} // namespace

AttributeArgument guarded_by(Unit& unit, const ValueDecl* decl) {
  return single<GuardedByAttr>(unit, decl);
}

AttributeArgument pt_guarded_by(Unit& unit, const ValueDecl* decl) {
  return single<PtGuardedByAttr>(unit, decl);
}

void acquisition_order(Unit& unit, const ValueDecl* decl, std::vector<AttributeArgument>& before,
                       std::vector<AttributeArgument>& after) {
  for (const auto* attribute : decl->specific_attrs<AcquiredBeforeAttr>())
    for (const Expr* expression : attribute->args())
      before.push_back(argument(unit, expression));
  for (const auto* attribute : decl->specific_attrs<AcquiredAfterAttr>())
    for (const Expr* expression : attribute->args())
      after.push_back(argument(unit, expression));
}

std::vector<facts::DeltaLock> asserted_locks(Unit& unit, const FunctionDecl* function) {
  std::vector<facts::DeltaLock> out;
  for (const auto* attribute : function->specific_attrs<AssertCapabilityAttr>())
    add_locks(paths(unit, attribute), attribute->isShared(), out);
  return out;
}

bool function_contract(Unit& unit, const FunctionDecl* function, bool effects, facts::FunctionFacts& out) {
  if (!function->hasAttrs())
    return false;
  for (const auto* attribute : function->specific_attrs<RequiresCapabilityAttr>())
    add_locks(paths(unit, attribute), attribute->isShared(), out.required);
  for (const auto* attribute : function->specific_attrs<LocksExcludedAttr>())
    for (const PathId path : paths(unit, attribute))
      out.excluded.push_back(path);
  if (effects)
    add_effects(unit, function, out);
  return !out.required.empty() || !out.excluded.empty() || out.delta != facts::ExitDelta{};
}

} // namespace paraudit::analysis
