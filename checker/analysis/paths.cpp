#include "checker/analysis/paths.h"

#include "checker/analysis/constants.h"
#include "checker/analysis/selections.h"

namespace paraudit::analysis {

using namespace clang;
using facts::Actual;
using facts::kNone;
using facts::PathId;
using facts::RootKind;
using models::Role;

namespace {

// `is_shared ? &mutex_ : nullptr`: what it is if not null.
const Expr* value_or_null(const Expr* expression, ASTContext& context) {
  const auto* choice = dyn_cast<ConditionalOperator>(expression->IgnoreParenImpCasts());
  if (!choice || is_null(choice->getTrueExpr(), context) == is_null(choice->getFalseExpr(), context))
    return nullptr;
  return is_null(choice->getFalseExpr(), context) ? choice->getTrueExpr() : choice->getFalseExpr();
}

} // namespace

// A pointer variable that always points to one object stands for that object, as a reference does: link can then
// substitute it like one.
bool Paths::denotes_pointee(const VarDecl* variable) const {
  const QualType type = variable->getType();
  if (type->isReferenceType())
    return true;
  return type->isAnyPointerType() && !variable->hasGlobalStorage() && !body_.scan.is_bound(variable);
}

std::uint32_t Paths::capture_index(const VarDecl* variable) const {
  std::uint32_t index = 0;
  for (const CarriedCapture& capture : body_.captures) {
    if (capture.variable == variable)
      return index;
    ++index;
  }
  return kNone;
}

PathId Paths::variable(const VarDecl* variable, bool captured) {
  const std::string name = variable->getNameAsString();
  if (variable->hasGlobalStorage()) {
    const PathId path = unit_.global(variable);
    return variable->getType()->isReferenceType() ? unit_.interner.deref(path) : path;
  }
  if (captured && body_.lambda)
    if (const std::uint32_t index = capture_index(variable); index != kNone)
      return unit_.interner.path({RootKind::kCapture, index, name, {}});
  if (const auto* parameter = dyn_cast<ParmVarDecl>(variable))
    if (!parameter->getType()->isAnyPointerType() || denotes_pointee(parameter))
      return unit_.interner.path({RootKind::kParameter, parameter->getFunctionScopeIndex(), name, {}});
  const PathId local = unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), name, {}});
  if (!variable->getType()->isReferenceType())
    return local;
  if (const auto range = body_.scan.ranges.find(variable); range != body_.scan.ranges.end())
    if (const PathId elements = object(range->second); elements != kNone)
      return unit_.interner.index(elements);
  // A local reference is what it was bound to; a temporary whose life it extends belongs to the variable itself.
  if (const Expr* init = variable->getInit()) {
    const auto* temporary = dyn_cast<MaterializeTemporaryExpr>(init->IgnoreImplicit());
    if (const auto* full = dyn_cast<ExprWithCleanups>(init))
      temporary = dyn_cast<MaterializeTemporaryExpr>(full->getSubExpr()->IgnoreParenNoopCasts(unit_.context));
    else if (!temporary)
      temporary = dyn_cast<MaterializeTemporaryExpr>(init->IgnoreParenNoopCasts(unit_.context));
    if (!temporary)
      if (const PathId bound = object(init); bound != kNone)
        return bound;
  }
  return local;
}

PathId Paths::member(const MemberExpr* expression) {
  if (const auto* variable = dyn_cast<VarDecl>(expression->getMemberDecl()))
    return this->variable(variable, false);
  const auto* field = dyn_cast<FieldDecl>(expression->getMemberDecl());
  if (!field)
    return kNone;
  const PathId base = expression->isArrow() ? pointee(expression->getBase()) : object(expression->getBase());
  if (base == kNone || field->isAnonymousStructOrUnion())
    return base;
  const std::string& name = unit_.names.canonical(field);
  if (unit_.types.is_wrapped(field))
    unit_.wrapped_fields.insert(name);
  const PathId path = unit_.interner.field(base, name);
  return field->getType()->isReferenceType() ? unit_.interner.deref(path) : path;
}

PathId Paths::call_result(const CallExpr* call) {
  if (const auto it = body_.result_of.find(call); it != body_.result_of.end())
    return it->second;
  const auto event = body_.event_of.find(call);
  if (event == body_.event_of.end())
    return kNone;
  return unit_.interner.deref(unit_.interner.path({RootKind::kResult, event->second, "", {}}));
}

PathId Paths::object(const Expr* expression) {
  expression = expression->IgnoreParens();
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* binding = dyn_cast<BindingDecl>(reference->getDecl()))
      return binding->getBinding() ? object(binding->getBinding()) : kNone;
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    if (!variable)
      return kNone;
    PathId path = this->variable(variable, reference->refersToEnclosingVariableOrCapture());
    // As an object, a pointer variable is itself and not what it points to.
    if (variable->getType()->isAnyPointerType() && denotes_pointee(variable))
      path = unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
    return path;
  }
  if (const auto* member = dyn_cast<MemberExpr>(expression))
    return this->member(member);
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression)) {
    const PathId base = subscript->getBase()->getType()->isAnyPointerType() ? pointee(subscript->getBase()) : kNone;
    return base == kNone ? kNone : unit_.interner.index(base);
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(expression)) {
    if (unary->getOpcode() == UO_Deref)
      return pointee(unary->getSubExpr());
    return unary->isIncrementDecrementOp() || unary->getOpcode() == UO_Extension ? object(unary->getSubExpr()) : kNone;
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    if (binary->isAssignmentOp())
      return object(binary->getLHS());
    return binary->getOpcode() == BO_Comma ? object(binary->getRHS()) : kNone;
  }
  if (const auto* fallback = dyn_cast<CXXDefaultArgExpr>(expression))
    return object(fallback->getExpr());
  if (const auto* cast = dyn_cast<CastExpr>(expression);
      cast && cast->getCastKind() != CK_UserDefinedConversion && cast->getCastKind() != CK_ConstructorConversion)
    return cast->getCastKind() == CK_LValueToRValue && !cast->getType()->isRecordType() ? kNone
                                                                                        : object(cast->getSubExpr());
  if (const auto* call = dyn_cast<CallExpr>(expression); call && (call->isGLValue() || body_.result_of.contains(call)))
    return call_result(call);
  const Expr* made = construction_of(expression);
  if (made != expression && (made->isGLValue() || body_.result_of.contains(made)))
    return object(made);
  if (isa<CallExpr, CXXConstructExpr, LambdaExpr, InitListExpr>(made))
    return target(made);
  return kNone;
}

// The lock that a global pointer is initialised with and never changed to lead elsewhere.
PathId Paths::only_lock(const VarDecl* variable) {
  if (!variable || !variable->hasGlobalStorage() || !variable->getType()->isAnyPointerType() ||
      unit_.types.pointed_lock(variable->getType()).lock == facts::LockKind::kNone)
    return kNone;
  const bool fixed =
      variable->getType().isConstQualified() ||
      (unit_.names.is_internal(variable) && !unit_.reassigned_globals.contains(variable->getCanonicalDecl()));
  const Expr* init = variable->getAnyInitializer();
  return fixed && init && !isa<CXXNewExpr>(init->IgnoreParenImpCasts()) ? pointee(init) : kNone;
}

// What the pointer kept in a variable or member points to.
PathId Paths::loaded(const Expr* source) {
  source = source->IgnoreParens();
  if (const auto* reference = dyn_cast<DeclRefExpr>(source))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
        variable && denotes_pointee(variable) && !variable->getType()->isReferenceType()) {
      const PathId path = this->variable(variable, reference->refersToEnclosingVariableOrCapture());
      if (isa<ParmVarDecl>(variable) || unit_.interner.get(path).root == RootKind::kCapture)
        return path;
      const PathId bound = variable->getInit() ? pointee(variable->getInit()) : kNone;
      return bound != kNone ? bound : unit_.interner.deref(path);
    }
  if (const auto* reference = dyn_cast<DeclRefExpr>(source))
    if (const PathId only = only_lock(dyn_cast<VarDecl>(reference->getDecl())); only != kNone)
      return only;
  const PathId holder = object(source);
  return holder == kNone ? kNone : unit_.interner.deref(holder);
}

PathId Paths::pointee(const Expr* expression) {
  expression = expression->IgnoreParens();
  if (const auto* temporary = dyn_cast<MaterializeTemporaryExpr>(expression))
    return pointee(temporary->getSubExpr());
  if (isa<CXXThisExpr>(expression))
    return this_path();
  if (const auto* unary = dyn_cast<UnaryOperator>(expression)) {
    if (unary->getOpcode() == UO_AddrOf)
      return object(unary->getSubExpr());
    return unary->isIncrementDecrementOp() ? pointee(unary->getSubExpr()) : kNone;
  }
  if (const auto* cast = dyn_cast<CastExpr>(expression)) {
    if (cast->getCastKind() == CK_ArrayToPointerDecay)
      return object(cast->getSubExpr());
    if (cast->getCastKind() != CK_LValueToRValue)
      return cast->getSubExpr()->getType()->isAnyPointerType() ? pointee(cast->getSubExpr()) : kNone;
    return loaded(cast->getSubExpr());
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(expression); binary && binary->isAdditiveOp())
    return binary->getLHS()->getType()->isAnyPointerType() ? pointee(binary->getLHS()) : pointee(binary->getRHS());
  if (expression->isGLValue() && expression->getType()->isAnyPointerType())
    return loaded(expression);
  if (const auto* fallback = dyn_cast<CXXDefaultArgExpr>(expression))
    return pointee(fallback->getExpr());
  if (const Expr* range = range_of(expression); range && range->getType()->isAnyPointerType())
    return pointee(range);
  if (const Expr* only = value_or_null(expression, unit_.context))
    return pointee(only);
  if (const auto* call = dyn_cast<CallExpr>(expression))
    return call_result(call);
  if (const auto* allocation = dyn_cast<CXXNewExpr>(expression))
    return allocation->getConstructExpr() ? target(allocation->getConstructExpr()) : kNone;
  const Expr* made = construction_of(expression);
  return made == expression ? kNone : pointee(made);
}

PathId Paths::target(const Expr* construction) {
  const Expr* made = construction_of(construction);
  if (const auto it = body_.scan.targets.find(made); it != body_.scan.targets.end()) {
    switch (it->second.kind) {
    case Target::Kind::kReturn:
      return unit_.interner.path({RootKind::kReturn, 0, "", {}});
    case Target::Kind::kField:
      return unit_.interner.field(this_path(), unit_.names.canonical(it->second.field));
    case Target::Kind::kBase:
      return this_path();
    case Target::Kind::kVariable: {
      const VarDecl* variable = it->second.variable;
      if (variable->hasGlobalStorage())
        return unit_.global(variable);
      return unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
    }
    }
  }
  const unsigned ordinal = body_.temporaries.try_emplace(made, body_.temporaries.size()).first->second;
  return unit_.interner.path({RootKind::kTemporary, ordinal, "", {}});
}

PathId Paths::collapse(PathId path) {
  while (path != kNone) {
    const facts::AccessPath& current = unit_.interner.get(path);
    if (current.elements.empty() || current.elements.back().kind != facts::ElementKind::kField ||
        !unit_.wrapped_fields.contains(current.elements.back().name))
      break;
    facts::AccessPath outer = current;
    outer.elements.pop_back();
    path = unit_.interner.path(std::move(outer));
  }
  return path;
}

Actual Paths::actual(const Expr* argument, QualType parameter) {
  Actual out;
  const bool pointer = parameter->isAnyPointerType();
  out.by_reference = pointer || parameter->isReferenceType();
  out.to_const = out.by_reference && parameter->getPointeeType().isConstQualified();
  out.path = pointer || argument->getType()->isAnyPointerType() ? pointee(argument) : object(argument);
  out.selection = Selections(unit_, body_, *this).of(argument);
  if (const std::optional<std::int64_t> value = constant_of(argument, unit_.context)) {
    out.is_constant = true;
    out.constant = *value;
  }
  out.passes = parameter_passed(argument, body_.function, body_.scan);
  out.hands_over = !out.by_reference && is_of_std(parameter, "unique_ptr");
  out.may_be_null = value_or_null(argument, unit_.context) != nullptr;
  return out;
}

} // namespace paraudit::analysis
