#include "checker/analysis/recursive_mutex.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;

namespace {

constexpr std::int64_t kRecursive = 1; // PTHREAD_MUTEX_RECURSIVE, of glibc and musl

bool any_in(const Stmt* tree, llvm::function_ref<bool(const Stmt*)> matches) {
  return tree && (matches(tree) || std::any_of(tree->child_begin(), tree->child_end(),
                                               [&](const Stmt* child) { return any_in(child, matches); }));
}

} // namespace

bool asks_for_recursion(const Stmt* code, const ASTContext& context) {
  return any_in(code, [&](const Stmt* statement) {
    const auto* call = dyn_cast<CallExpr>(statement);
    const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    Expr::EvalResult value;
    return callee && callee->getDeclName().isIdentifier() && callee->getName() == "pthread_mutexattr_settype" &&
           call->getNumArgs() == 2 && !call->getArg(1)->isValueDependent() &&
           call->getArg(1)->EvaluateAsInt(value, context) && value.Val.getInt().getExtValue() == kRecursive;
  });
}

bool asks_for_recursion(const CXXRecordDecl* record, const ASTContext& context) {
  return std::any_of(record->ctor_begin(), record->ctor_end(), [&](const CXXConstructorDecl* constructor) {
    return asks_for_recursion(constructor->getBody(), context);
  });
}

bool starts_recursive(const VarDecl* mutex) {
  return any_in(mutex->getInit(), [](const Stmt* statement) {
    const auto* reference = dyn_cast<DeclRefExpr>(statement);
    const auto* constant = reference ? dyn_cast<EnumConstantDecl>(reference->getDecl()) : nullptr;
    return constant && constant->getName() == "PTHREAD_MUTEX_RECURSIVE_NP";
  });
}

} // namespace paraudit::analysis
