#include "checker/analysis/never_returns.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;

namespace {

constexpr int kMaxDepth = 3;

bool has_return(const Stmt* tree) {
  if (!tree || isa<LambdaExpr>(tree))
    return false;
  return isa<ReturnStmt>(tree) || std::any_of(tree->child_begin(), tree->child_end(), has_return);
}

} // namespace

bool never_returns(const FunctionDecl* function, int depth) {
  if (function->isNoReturn())
    return true;
  const auto* body = dyn_cast_or_null<CompoundStmt>(function->getBody());
  if (!body || body->body_empty() || depth >= kMaxDepth)
    return false;
  const auto* last = dyn_cast<Expr>(body->body_back());
  if (!last)
    return false;
  last = last->IgnoreImplicit();
  const auto* call = dyn_cast<CallExpr>(last);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  return (isa<CXXThrowExpr>(last) || (callee && never_returns(callee, depth + 1))) && !has_return(body);
}

bool ends_block(const CFGElement& element) {
  const auto statement = element.getAs<CFGStmt>();
  const auto* call = statement ? dyn_cast<CallExpr>(statement->getStmt()) : nullptr;
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(callee);
  return callee && !(method && method->isVirtual()) && never_returns(callee);
}

} // namespace paraudit::analysis
