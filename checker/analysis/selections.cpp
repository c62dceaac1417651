#include "checker/analysis/selections.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;
using facts::kNone;
using facts::PathId;
using facts::RootKind;
using facts::Selection;
using facts::SelectionId;

namespace {

constexpr int kMaxHops = 3; // locals that are made from locals

bool keeps_apart(BinaryOperatorKind kind) {
  return kind == BO_Add || kind == BO_Sub || kind == BO_Mul || kind == BO_Xor || kind == BO_Or;
}

bool is_number(QualType type) {
  return type.getNonReferenceType()->isIntegralOrEnumerationType();
}

} // namespace

SelectionId Selections::intern(Selection selection) {
  if (selection.empty())
    return kNone;
  std::sort(selection.begin(), selection.end());
  selection.erase(std::unique(selection.begin(), selection.end()), selection.end());
  const auto [it, added] = unit_.selection_ids.try_emplace(selection, unit_.facts.selections.size());
  if (added)
    unit_.facts.selections.push_back(std::move(selection));
  return it->second;
}

SelectionId Selections::of(const Expr* expression) {
  Selection found;
  if (is_number(expression->getType()))
    mention(expression, found, 0);
  subscripts(expression, /*picks=*/false, found);
  return intern(std::move(found));
}

SelectionId Selections::element(const Expr* object) {
  Selection found;
  subscripts(object, /*picks=*/false, found);
  return intern(std::move(found));
}

SelectionId Selections::of(const VarDecl* captured, bool outer) {
  Selection found;
  mention(captured, outer, found, 0);
  return intern(std::move(found));
}

// `picks`: what the expression leads to is reached through it, as through an iterator or pointer.
void Selections::subscripts(const Expr* expression, bool picks, Selection& out) {
  expression = construction_of(expression->IgnoreParenImpCasts());
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression)) {
    mention(subscript->getIdx(), out, 0);
    return subscripts(subscript->getBase(), false, out);
  }
  if (const auto* member = dyn_cast<MemberExpr>(expression))
    return subscripts(member->getBase(), member->isArrow(), out);
  if (const auto* unary = dyn_cast<UnaryOperator>(expression);
      unary && (unary->getOpcode() == UO_Deref || unary->getOpcode() == UO_AddrOf))
    return subscripts(unary->getSubExpr(), unary->getOpcode() == UO_Deref, out);
  if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(expression); operation && operation->getNumArgs() > 0) {
    const bool indexes = operation->getOperator() == OO_Subscript && operation->getNumArgs() == 2;
    if (indexes)
      mention(operation->getArg(1), out, 0);
    return subscripts(operation->getArg(0), !indexes, out);
  }
  if (const auto* call = dyn_cast<CXXMemberCallExpr>(expression)) {
    if (call->getNumArgs() == 1)
      mention(call->getArg(0), out, 0);
    return subscripts(call->getImplicitObjectArgument(), false, out);
  }
  const auto* reference = dyn_cast<DeclRefExpr>(expression);
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (!variable)
    return;
  const bool ranges = body_.scan.ranges.contains(variable);
  const bool refers = variable->getType()->isReferenceType() || variable->getType()->isAnyPointerType();
  const bool moves = variable->getType()->isRecordType() || body_.scan.reassigned.contains(variable);
  if (ranges || (picks && moves && !variable->hasGlobalStorage() && !isa<ParmVarDecl>(variable)))
    mention(variable, reference->refersToEnclosingVariableOrCapture(), out, 0);
  else if (refers && variable->getInit() && !isa<ParmVarDecl>(variable) && !variable->hasGlobalStorage() &&
           !body_.scan.reassigned.contains(variable) && !reference->refersToEnclosingVariableOrCapture())
    subscripts(variable->getInit(), false, out);
}

void Selections::mention(const VarDecl* variable, bool captured, Selection& out, int depth) {
  if (variable->hasGlobalStorage() || depth > kMaxHops)
    return;
  const bool outer = captured && body_.lambda;
  if (outer || isa<ParmVarDecl>(variable)) {
    if (const PathId path = paths_.variable(variable, captured); path != kNone)
      out.push_back(unit_.interner.path(
          {unit_.interner.get(path).root, unit_.interner.get(path).index, unit_.interner.get(path).name, {}}));
    return;
  }
  out.push_back(unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}}));
  if (const auto range = body_.scan.ranges.find(variable); range != body_.scan.ranges.end())
    mention(range->second, out, depth + 1);
  else if (variable->getInit())
    mention(variable->getInit(), out, depth + 1);
}

void Selections::mention(const Expr* expression, Selection& out, int depth) {
  expression = construction_of(expression->IgnoreParenImpCasts());
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()))
      mention(variable, reference->refersToEnclosingVariableOrCapture(), out, depth);
  } else if (const auto* cast = dyn_cast<ExplicitCastExpr>(expression)) {
    mention(cast->getSubExpr(), out, depth);
  } else if (const auto* unary = dyn_cast<UnaryOperator>(expression)) {
    mention(unary->getSubExpr(), out, depth);
  } else if (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    if (keeps_apart(binary->getOpcode())) {
      mention(binary->getLHS(), out, depth);
      mention(binary->getRHS(), out, depth);
    }
  } else if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    mention(member->getBase(), out, depth);
  } else if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(expression)) {
    if (operation->getNumArgs() == 1)
      mention(operation->getArg(0), out, depth); // *it
  } else if (const auto* call = dyn_cast<CXXMemberCallExpr>(expression)) {
    if (call->getNumArgs() == 0)
      mention(call->getImplicitObjectArgument(), out, depth); // item.index()
  }
}

} // namespace paraudit::analysis
