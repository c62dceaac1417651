#include "checker/analysis/neighbours.h"

#include "checker/analysis/constants.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace paraudit::analysis {

using namespace clang;

namespace {

struct Subscript {
  const Expr* element = nullptr;
  const ValueDecl* array = nullptr;
  bool is_own = false;       // picked by the loop's index
  std::int64_t distance = 0; // from it, or the place
};

bool is_index(const Expr* expression, const VarDecl* index) {
  const auto* reference = dyn_cast<DeclRefExpr>(expression->IgnoreParenCasts());
  return reference && reference->getDecl() == index;
}

const ValueDecl* array_of(const Expr* base) {
  base = base->IgnoreParenCasts();
  if (const auto* reference = dyn_cast<DeclRefExpr>(base))
    return reference->getDecl();
  const auto* member = dyn_cast<MemberExpr>(base);
  return member ? member->getMemberDecl() : nullptr;
}

class Search {
 public:
  Search(const VarDecl* index, ASTContext& context) : index_(index), context_(context) {}

  void walk(const Stmt* tree, bool is_changed) {
    if (!tree || isa<LambdaExpr>(tree))
      return;
    if (const auto* expression = dyn_cast<Expr>(tree))
      note(expression, is_changed);
    const auto* assignment = dyn_cast<BinaryOperator>(tree);
    const auto* step = dyn_cast<UnaryOperator>(tree);
    const auto* call = dyn_cast<CXXMemberCallExpr>(tree);
    const Stmt* changed = assignment && assignment->isAssignmentOp() ? assignment->getLHS()
                          : step && step->isIncrementDecrementOp()   ? step->getSubExpr()
                          : call && call->getMethodDecl() && !call->getMethodDecl()->isConst()
                              ? call->getImplicitObjectArgument()
                              : nullptr;
    const bool passes_on = isa<MemberExpr, ImplicitCastExpr, ParenExpr>(tree);
    for (const Stmt* child : tree->children())
      walk(child, (is_changed && passes_on) || (changed && holds(child, changed)));
  }

  Neighbour result() const {
    for (const Subscript& one : all_) {
      const auto changed = changed_.find(one.array);
      const bool is_other = changed != changed_.end() &&
                            (!one.is_own || changed->second.size() > 1 || !changed->second.contains(one.distance));
      if (is_other)
        return {one.element, one.array->getNameAsString()};
    }
    return {};
  }

 private:
  static bool holds(const Stmt* tree, const Stmt* wanted) {
    return tree == wanted || (isa<MemberExpr>(tree) && *tree->child_begin() == wanted);
  }

  void note(const Expr* expression, bool is_changed) {
    const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression);
    const auto* call = dyn_cast<CXXOperatorCallExpr>(expression);
    if (!subscript && !(call && call->getOperator() == OO_Subscript && call->getNumArgs() == 2))
      return;
    Subscript found{expression, array_of(subscript ? subscript->getBase() : call->getArg(0)), false, 0};
    if (!found.array || !place(subscript ? subscript->getIdx() : call->getArg(1), found))
      return;
    if (is_changed && found.is_own)
      changed_[found.array].insert(found.distance);
    all_.push_back(found);
  }

  // Whether it is the loop's index, a constant away from it, or a constant.
  bool place(const Expr* at, Subscript& found) const {
    at = at->IgnoreParenCasts();
    if (is_index(at, index_))
      return found.is_own = true;
    const auto* sum = dyn_cast<BinaryOperator>(at);
    if (sum && sum->isAdditiveOp() && is_index(sum->getLHS(), index_))
      if (const auto distance = constant_of(sum->getRHS(), context_)) {
        found.distance = sum->getOpcode() == BO_Sub ? -*distance : *distance;
        return found.is_own = true;
      }
    const auto fixed = constant_of(at, context_);
    found.distance = fixed.value_or(0);
    return fixed.has_value();
  }

  const VarDecl* index_;
  ASTContext& context_;
  std::vector<Subscript> all_;
  std::map<const ValueDecl*, std::set<std::int64_t>> changed_; // distances, by array
};

} // namespace

Neighbour neighbour_of_changed(const Stmt* body, const VarDecl* index, ASTContext& context) {
  Search search(index, context);
  search.walk(body, false);
  return search.result();
}

} // namespace paraudit::analysis
