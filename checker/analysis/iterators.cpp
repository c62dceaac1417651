// What iterators and views lead to: the elements of the container that they were taken from. See paths.h.
#include "checker/analysis/paths.h"

#include <llvm/ADT/StringSet.h>

namespace paraudit::analysis {

using namespace clang;
using facts::kNone;
using facts::PathId;
using models::Role;

namespace {

constexpr int kMaxHops = 4;

const Expr* bare(const Expr* expression) {
  const Expr* made = construction_of(expression->IgnoreParenImpCasts());
  return made == expression ? made : construction_of(made->IgnoreParenImpCasts());
}

// The one value that a variable ever has, or none: two of them may come from two containers.
const Expr* only_value(const Prescan& scan, const ValueDecl* decl) {
  if (const auto* binding = dyn_cast<BindingDecl>(decl))
    decl = binding->getDecomposedDecl();
  const auto* variable = dyn_cast<VarDecl>(decl);
  const auto values = variable ? scan.assigned.find(variable) : scan.assigned.end();
  return values == scan.assigned.end() || values->second.size() != 1 ? nullptr : values->second.front();
}

bool is_of_library(const FunctionDecl* function) {
  for (const DeclContext* context = function; context; context = context->getParent())
    if (context->isStdNamespace())
      return true;
  return false;
}

// Library functions of which the result stands in the range that comes first: an iterator, a range, or a pair of such.
bool stays_in_range(StringRef name) {
  static const llvm::StringSet<> kNames{"find",
                                        "find_if",
                                        "find_if_not",
                                        "find_last",
                                        "find_last_if",
                                        "find_last_if_not",
                                        "find_end",
                                        "find_first_of",
                                        "adjacent_find",
                                        "search",
                                        "search_n",
                                        "lower_bound",
                                        "upper_bound",
                                        "equal_range",
                                        "partition_point",
                                        "partition",
                                        "stable_partition",
                                        "min_element",
                                        "max_element",
                                        "minmax_element",
                                        "is_sorted_until",
                                        "is_heap_until",
                                        "next",
                                        "prev",
                                        "remove",
                                        "remove_if",
                                        "unique",
                                        "rotate",
                                        "begin",
                                        "end",
                                        "cbegin",
                                        "cend",
                                        "rbegin",
                                        "rend",
                                        "crbegin",
                                        "crend"};
  return kNames.contains(name);
}

} // namespace

// The first argument of an algorithm that returns a place in the range that it is given; none of other calls.
const Expr* Paths::range_of(const Expr* expression) {
  const auto* call = dyn_cast<CallExpr>(expression);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !is_of_library(callee))
    return nullptr;
  // std::ranges::find is an object with a call operator.
  if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(call)) {
    const auto* function = dyn_cast<DeclRefExpr>(operation->getArg(0)->IgnoreParenImpCasts());
    return operation->getOperator() == OO_Call && operation->getNumArgs() > 1 && function &&
                   stays_in_range(function->getDecl()->getName())
               ? operation->getArg(1)
               : nullptr;
  }
  return !isa<CXXMethodDecl>(callee) && callee->getDeclName().isIdentifier() && call->getNumArgs() > 0 &&
                 stays_in_range(callee->getName())
             ? call->getArg(0)
             : nullptr;
}

bool is_iterator(QualType type) {
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record || !record->getDeclName().isIdentifier() || isa<FunctionDecl>(record->getDeclContext()))
    return false;
  return record->getName().ends_with("iterator") || record->getName().ends_with("Iterator");
}

// `Valid()` and `Next()`, as database iterators have them, or `hasNext()` and `next()`.
static bool is_named_as(const CXXMethodDecl* method, llvm::ArrayRef<StringRef> names) {
  if (!method || !method->getDeclName().isIdentifier())
    return false;
  return std::any_of(names.begin(), names.end(),
                     [&](StringRef name) { return method->getName().equals_insensitive(name); });
}

// By what every iterator has: the nested name of its kind, or a step and what it stands at, or whether it stands at
// something.
bool is_iterator_class(const CXXRecordDecl* record) {
  record = record->getDefinition();
  if (!record)
    return false;
  bool steps = false;
  bool stands_at = false;
  bool walks = false;
  bool tells_end = false;
  std::vector<const CXXRecordDecl*> classes{record};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    for (const Decl* member : classes[i]->decls()) {
      const auto* alias = dyn_cast<TypedefNameDecl>(member);
      if (alias && (alias->getName() == "iterator_category" || alias->getName() == "iterator_concept"))
        return true;
      const auto* method = dyn_cast<CXXMethodDecl>(member);
      steps |= method && method->getOverloadedOperator() == OO_PlusPlus;
      stands_at |= method && method->getOverloadedOperator() == OO_Star && method->getNumParams() == 0;
      walks |= is_named_as(method, {"Next"});
      tells_end |= is_named_as(method, {"Valid", "HasNext", "has_next"});
    }
    for (const CXXBaseSpecifier& base : classes[i]->bases())
      if (const CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl(); parent && parent->getDefinition())
        classes.push_back(parent->getDefinition());
  }
  return (steps && stands_at) || (walks && tells_end);
}

PathId Paths::container(const Expr* iterator, int hops) {
  iterator = bare(iterator);
  if (hops > kMaxHops)
    return kNone;
  if (const auto* reference = dyn_cast<DeclRefExpr>(iterator)) {
    const Expr* value = only_value(body_.scan, reference->getDecl());
    return value ? container(value, hops + 1) : kNone;
  }
  if (const auto* member = dyn_cast<MemberExpr>(iterator)) // `emplace(...).first`
    return member->getBase()->getType()->isRecordType() ? container(member->getBase(), hops + 1) : kNone;
  if (const auto* construct = dyn_cast<CXXConstructExpr>(iterator))
    return construct->getNumArgs() == 1 ? container(construct->getArg(0), hops + 1) : kNone;
  if (const Expr* range = range_of(iterator))
    return unit_.types.info(range->getType()).role == Role::kContainer ? object(range) : container(range, hops + 1);
  const auto* call = dyn_cast<CXXMemberCallExpr>(iterator);
  const Expr* receiver = call ? call->getImplicitObjectArgument() : nullptr;
  if (!receiver)
    return kNone;
  const bool arrow = receiver->getType()->isAnyPointerType();
  const QualType type = arrow ? receiver->getType()->getPointeeType() : receiver->getType();
  if (unit_.types.info(type).role != Role::kContainer)
    return kNone;
  return arrow ? pointee(receiver) : object(receiver);
}

PathId Paths::element(const Expr* iterator) {
  const PathId whole = is_iterator(iterator->getType()) ? container(iterator, 0) : kNone;
  return whole == kNone ? kNone : unit_.interner.index(whole);
}

// The object that a view or iterator looks into; kNone where that is not seen or the type is neither.
PathId Paths::viewed(const Expr* value) {
  const QualType type = value->getType();
  if (is_iterator(type))
    return container(value, 0);
  if (unit_.types.info(type).role != Role::kView)
    return kNone;
  value = bare(value);
  for (int hop = 0; hop < kMaxHops; ++hop) {
    const Expr* next = nullptr;
    if (const auto* construct = dyn_cast<CXXConstructExpr>(value); construct && construct->getNumArgs() >= 1)
      next = construct->getArg(0);
    else if (const auto* list = dyn_cast<InitListExpr>(value); list && list->getNumInits() >= 1)
      next = list->getInit(0);
    else if (const auto* reference = dyn_cast<DeclRefExpr>(value);
             reference && unit_.types.info(value->getType()).role == Role::kView)
      next = only_value(body_.scan, reference->getDecl());
    else if (const auto* call = dyn_cast<CXXMemberCallExpr>(value);
             call && (isa<CXXConversionDecl>(call->getMethodDecl()) || call->getType()->isAnyPointerType()) &&
             unit_.types.info(call->getImplicitObjectArgument()->getType()).role == Role::kContainer)
      next = call->getImplicitObjectArgument();
    if (!next)
      break;
    value = bare(next);
  }
  // A view that is copied looks into something else than what it is kept in.
  return unit_.types.info(value->getType()).role == Role::kView || !value->isGLValue() ? kNone : object(value);
}

} // namespace paraudit::analysis
