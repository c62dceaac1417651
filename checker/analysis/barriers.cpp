#include "checker/analysis/barriers.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;

namespace {

bool is_one_word(const CXXRecordDecl* definition) {
  if (definition->isDependentType() || definition->getNumBases() > 0 || definition->field_empty() ||
      std::next(definition->field_begin()) != definition->field_end())
    return false;
  return definition->field_begin()->getType()->isScalarType();
}

bool is_barrier_builtin(const FunctionDecl* callee) {
  const IdentifierInfo* name = callee->getIdentifier();
  return name && (name->getName().starts_with("__sync_") || name->getName().starts_with("__atomic_"));
}

bool has_barrier(const Stmt* tree, int calls) {
  if (!tree)
    return false;
  if (const auto* code = dyn_cast<GCCAsmStmt>(tree))
    for (unsigned i = 0; i < code->getNumClobbers(); ++i)
      if (code->getClobber(i) == "memory")
        return true;
  if (isa<AtomicExpr>(tree))
    return true;
  if (const auto* call = dyn_cast<CallExpr>(tree))
    if (const FunctionDecl* callee = call->getDirectCallee())
      if (is_barrier_builtin(callee) || (calls > 0 && has_barrier(callee->getBody(), calls - 1)))
        return true;
  return std::any_of(tree->child_begin(), tree->child_end(),
                     [calls](const Stmt* child) { return has_barrier(child, calls); });
}

} // namespace

bool is_made_atomic(const CXXRecordDecl* definition) {
  return is_one_word(definition) &&
         std::any_of(definition->method_begin(), definition->method_end(), [](const CXXMethodDecl* method) {
           return !method->isStatic() && has_barrier(method->getBody(), 1);
         });
}

} // namespace paraudit::analysis
