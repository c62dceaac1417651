#include "checker/analysis/constants.h"

namespace paraudit::analysis {

using namespace clang;
using facts::ParameterTest;

namespace {

const Expr* bare(const Expr* expression) {
  if (const auto* given = dyn_cast<CXXDefaultArgExpr>(expression))
    expression = given->getExpr();
  return expression->IgnoreParenImpCasts();
}

bool is_never_null(const Expr* pointer) {
  if (isa<CXXThisExpr, StringLiteral, LambdaExpr>(pointer))
    return true;
  if (const auto* unary = dyn_cast<UnaryOperator>(pointer))
    return unary->getOpcode() == UO_AddrOf;
  const auto* reference = dyn_cast<DeclRefExpr>(pointer);
  return reference && (isa<FunctionDecl>(reference->getDecl()) || reference->getDecl()->getType()->isArrayType());
}

// Whether the function leaves a parameter that is a number or a pointer as it came.
bool is_kept(const ParmVarDecl* parameter, const Prescan& scan) {
  const QualType type = parameter->getType();
  return (type->isIntegralOrEnumerationType() || type->isAnyPointerType()) && !scan.reassigned.contains(parameter) &&
         !scan.captured_by_reference.contains(parameter);
}

const ParmVarDecl* parameter_of(const Expr* expression, const FunctionDecl* function, const Prescan& scan) {
  const auto* reference = dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts());
  const auto* parameter = reference ? dyn_cast<ParmVarDecl>(reference->getDecl()) : nullptr;
  const bool is_own = parameter && function && !reference->refersToEnclosingVariableOrCapture() &&
                      parameter->getFunctionScopeIndex() < function->getNumParams() &&
                      function->getParamDecl(parameter->getFunctionScopeIndex()) == parameter;
  return is_own && is_kept(parameter, scan) ? parameter : nullptr;
}

} // namespace

bool is_null(const Expr* expression, ASTContext& context) {
  return expression->isNullPointerConstant(context, Expr::NPC_ValueDependentIsNotNull) != Expr::NPCK_NotNull;
}

std::optional<std::int64_t> constant_of(const Expr* expression, ASTContext& context) {
  expression = bare(expression);
  if (expression->isValueDependent() || expression->isTypeDependent())
    return std::nullopt;
  if (is_null(expression, context))
    return 0;
  if (expression->getType()->isIntegralOrEnumerationType()) {
    Expr::EvalResult value;
    if (expression->EvaluateAsInt(value, context, Expr::SE_NoSideEffects) &&
        value.Val.getInt().isRepresentableByInt64())
      return value.Val.getInt().getExtValue();
    return std::nullopt;
  }
  return is_never_null(expression) ? std::optional<std::int64_t>(1) : std::nullopt;
}

bool is_no_time(const Expr* duration, ASTContext& context) {
  duration = duration->IgnoreImplicit();
  const auto* record = duration->getType()->getAsCXXRecordDecl();
  const auto* space = record ? dyn_cast<NamespaceDecl>(record->getDeclContext()) : nullptr;
  if (!space || space->getName() != "chrono" || !space->getParent()->isStdNamespace() ||
      record->getName() != "duration")
    return false;
  Expr::EvalResult value;
  return !duration->isValueDependent() && duration->EvaluateAsConstantExpr(value, context) && value.Val.isStruct() &&
         value.Val.getStructNumFields() == 1 && value.Val.getStructField(0).isInt() &&
         value.Val.getStructField(0).getInt().isZero();
}

std::uint32_t parameter_passed(const Expr* argument, const FunctionDecl* function, const Prescan& scan) {
  const ParmVarDecl* parameter = parameter_of(bare(argument), function, scan);
  return parameter ? parameter->getFunctionScopeIndex() : facts::kNone;
}

ParameterTest parameter_test(const Expr* condition, const FunctionDecl* function, const Prescan& scan,
                             ASTContext& context) {
  bool negated = false;
  condition = condition->IgnoreParenImpCasts();
  for (const auto* unary = dyn_cast<UnaryOperator>(condition); unary && unary->getOpcode() == UO_LNot;
       unary = dyn_cast<UnaryOperator>(condition)) {
    negated = !negated;
    condition = unary->getSubExpr()->IgnoreParenImpCasts();
  }
  if (const ParmVarDecl* tested = parameter_of(condition, function, scan))
    return {tested->getFunctionScopeIndex(), 0, !negated, {}};
  const auto* comparison = dyn_cast<BinaryOperator>(condition);
  if (!comparison || !comparison->isEqualityOp())
    return {};
  const Expr* left = comparison->getLHS();
  const Expr* right = comparison->getRHS();
  if (!parameter_of(left, function, scan))
    std::swap(left, right);
  const ParmVarDecl* tested = parameter_of(left, function, scan);
  const std::optional<std::int64_t> value = tested ? constant_of(right, context) : std::nullopt;
  // That a pointer differs from one object tells nothing of what it is.
  if (!value || (*value != 0 && tested->getType()->isAnyPointerType()))
    return {};
  return {tested->getFunctionScopeIndex(), *value, (comparison->getOpcode() == BO_NE) != negated, {}};
}

ParameterTest switch_test(const CFGBlock& block, const FunctionDecl* function, const Prescan& scan,
                          ASTContext& context) {
  const auto* condition = dyn_cast_or_null<Expr>(block.getTerminatorCondition());
  const ParmVarDecl* tested = condition ? parameter_of(condition, function, scan) : nullptr;
  if (!tested)
    return {};
  ParameterTest test{tested->getFunctionScopeIndex(), 0, false, {}};
  for (std::size_t i = 0; i + 1 < block.succ_size(); ++i) { // the last is the default, or what follows the switch
    const CFGBlock::AdjacentBlock& next = *(block.succ_begin() + static_cast<std::ptrdiff_t>(i));
    const CFGBlock* target = next.getReachableBlock() ? next.getReachableBlock() : next.getPossiblyUnreachableBlock();
    const auto* label = target ? dyn_cast_or_null<CaseStmt>(target->getLabel()) : nullptr;
    const std::optional<std::int64_t> value =
        label && !label->getRHS() ? constant_of(label->getLHS(), context) : std::nullopt;
    if (!value)
      return {};
    test.cases.push_back(*value);
  }
  return test;
}

} // namespace paraudit::analysis
