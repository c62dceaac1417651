#include "checker/analysis/price.h"

namespace paraudit::analysis {

using namespace clang;

namespace {

constexpr std::uint32_t kCall = 2;
constexpr std::uint32_t kLibraryCall = 8; // their bodies are not looked at
constexpr std::uint32_t kConstruction = 2;
constexpr std::uint32_t kAllocation = 20;
constexpr std::uint32_t kRounds = 8;
constexpr std::uint32_t kMaxRate = Price::kAlways << 20;

// Accessors of the library are as good as the expression they stand for: `it->`, `v[i]`, `v.size()`.
bool is_accessor(const CallExpr* call, const FunctionDecl* callee) {
  if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(call)) {
    const OverloadedOperatorKind kind = operation->getOperator();
    return kind != OO_LessLess && kind != OO_GreaterGreater && kind != OO_Equal && kind != OO_PlusEqual &&
           kind != OO_Plus && kind != OO_Call;
  }
  const auto* method = dyn_cast<CXXMethodDecl>(callee);
  return method && method->getNumParams() == 0;
}

std::uint32_t operations_of_call(const CallExpr* call) {
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee)
    return kCall;
  const SourceManager& sources = callee->getASTContext().getSourceManager();
  if (!sources.isInSystemHeader(sources.getExpansionLoc(callee->getLocation())))
    return kCall;
  return is_accessor(call, callee) ? 1 : kLibraryCall;
}

bool is_operation(const UnaryOperator* unary) {
  return unary->getOpcode() != UO_AddrOf && unary->getOpcode() != UO_Plus && unary->getOpcode() != UO_Extension;
}

// `do { } while (0)`, as macros have it, is no loop.
bool runs_once(const Stmt* statement) {
  const auto* loop = dyn_cast<DoStmt>(statement);
  const Expr* condition = loop ? loop->getCond()->IgnoreParenImpCasts() : nullptr;
  const auto* number = dyn_cast_or_null<IntegerLiteral>(condition);
  const auto* truth = dyn_cast_or_null<CXXBoolLiteralExpr>(condition);
  return (number && number->getValue().isZero()) || (truth && !truth->getValue());
}

std::uint32_t cases_of(const SwitchStmt* statement) {
  std::uint32_t count = 0;
  for (const SwitchCase* one = statement->getSwitchCaseList(); one; one = one->getNextSwitchCase())
    ++count;
  return std::max(count, std::uint32_t{1});
}

} // namespace

std::uint32_t operations_of(const Stmt* statement) {
  if (const auto* call = dyn_cast<CallExpr>(statement))
    return operations_of_call(call);
  if (const auto* construction = dyn_cast<CXXConstructExpr>(statement))
    return construction->getConstructor()->isTrivial() || construction->isElidable() ? 0 : kConstruction;
  if (isa<CXXNewExpr, CXXDeleteExpr>(statement))
    return kAllocation;
  if (const auto* binary = dyn_cast<BinaryOperator>(statement))
    return binary->isCommaOp() ? 0 : 1;
  if (const auto* unary = dyn_cast<UnaryOperator>(statement))
    return is_operation(unary) ? 1 : 0;
  if (const auto* member = dyn_cast<MemberExpr>(statement))
    return member->isArrow() && !member->isImplicitAccess() ? 1 : 0;
  return isa<ArraySubscriptExpr, ConditionalOperator, IfStmt, SwitchStmt>(statement) ? 1 : 0;
}

std::uint32_t rate_of_part(const Stmt* statement, const Stmt* part, std::uint32_t rate) {
  const auto sometimes = [&](std::uint32_t one_in) { return std::max(rate / one_in, std::uint32_t{1}); };
  if (isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(statement))
    return runs_once(statement) ? rate : std::min(rate * kRounds, kMaxRate);
  if (const auto* branch = dyn_cast<IfStmt>(statement))
    return part == branch->getThen() || part == branch->getElse() ? sometimes(2) : rate;
  if (const auto* choice = dyn_cast<ConditionalOperator>(statement))
    return part == choice->getCond() ? rate : sometimes(2);
  if (const auto* choice = dyn_cast<SwitchStmt>(statement))
    return part == choice->getBody() ? sometimes(cases_of(choice)) : rate;
  if (const auto* binary = dyn_cast<BinaryOperator>(statement); binary && binary->isLogicalOp())
    return part == binary->getRHS() ? sometimes(2) : rate;
  return isa<CXXCatchStmt>(statement) ? 0 : rate;
}

} // namespace paraudit::analysis
