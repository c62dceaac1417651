#include "checker/analysis/selections.h"

#include "checker/analysis/constants.h"

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

// `size * part / parts`, where a part of a whole begins.
bool is_share(const BinaryOperator* binary) {
  const auto* product = dyn_cast<BinaryOperator>(binary->getLHS()->IgnoreParenCasts());
  return binary->getOpcode() == BO_Div && product && product->getOpcode() == BO_Mul;
}

bool is_number(QualType type) {
  return type.getNonReferenceType()->isIntegralOrEnumerationType();
}

bool names(const Stmt* tree, const VarDecl* variable) {
  const auto* reference = dyn_cast_or_null<DeclRefExpr>(tree);
  if (!tree || reference)
    return reference && reference->getDecl() == variable;
  return std::any_of(tree->child_begin(), tree->child_end(), [&](const Stmt* child) { return names(child, variable); });
}

// Several elements share a byte.
bool packs_bits(QualType container) {
  const auto* instance =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(container.getNonReferenceType()->getAsCXXRecordDecl());
  return instance &&
         (is_of_std(container, "bitset") ||
          (is_of_std(container, "vector") && instance->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
           instance->getTemplateArgs()[0].getAsType()->isBooleanType()));
}

bool is_atomic(QualType type) {
  return is_of_std(type, "atomic") || is_of_std(type, "atomic_ref") || is_of_std(type, "__atomic_base");
}

// `next.fetch_add(1)`, `next++`, `next += 64`: nobody else gets this number.
bool is_claim(const Stmt* tree) {
  if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(tree)) {
    const OverloadedOperatorKind kind = operation->getOperator();
    return (kind == OO_PlusPlus || kind == OO_MinusMinus || kind == OO_PlusEqual || kind == OO_MinusEqual) &&
           is_atomic(operation->getArg(0)->getType());
  }
  const auto* call = dyn_cast<CXXMemberCallExpr>(tree);
  const CXXMethodDecl* method = call ? call->getMethodDecl() : nullptr;
  return method && method->getDeclName().isIdentifier() &&
         (method->getName() == "fetch_add" || method->getName() == "fetch_sub") &&
         is_atomic(call->getImplicitObjectArgument()->getType());
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
  subscripts(expression, /*picks=*/false, found, 0);
  return intern(std::move(found));
}

SelectionId Selections::element(const Expr* object) {
  Selection found;
  subscripts(object, /*picks=*/false, found, 0);
  return intern(std::move(found));
}

SelectionId Selections::of(const VarDecl* captured, bool outer) {
  Selection found;
  mention(captured, outer, found, 0);
  return intern(std::move(found));
}

// `picks`: what the expression leads to is reached through it, as through an iterator or pointer.
void Selections::subscripts(const Expr* expression, bool picks, Selection& out, int depth) {
  expression = construction_of(expression->IgnoreParenCasts());
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression)) {
    index(subscript->getIdx(), subscript->getBase()->getType(), out);
    return subscripts(subscript->getBase(), false, out, depth);
  }
  if (const auto* member = dyn_cast<MemberExpr>(expression))
    return subscripts(member->getBase(), member->isArrow(), out, depth);
  if (const auto* unary = dyn_cast<UnaryOperator>(expression);
      unary && (unary->getOpcode() == UO_Deref || unary->getOpcode() == UO_AddrOf || unary->isIncrementDecrementOp()))
    return subscripts(unary->getSubExpr(), unary->getOpcode() == UO_Deref || (picks && unary->isIncrementDecrementOp()),
                      out, depth);
  if (const auto* sum = dyn_cast<BinaryOperator>(expression);
      sum && sum->isAdditiveOp() && sum->getType()->isAnyPointerType()) {
    const bool is_left = sum->getLHS()->getType()->isAnyPointerType();
    offset(is_left ? sum->getRHS() : sum->getLHS(), out, 0);
    return subscripts(is_left ? sum->getLHS() : sum->getRHS(), false, out, depth);
  }
  if (const auto* call = dyn_cast<CallExpr>(expression))
    return through_call(call, out, depth);
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression))
    through_variable(reference, picks, out, depth);
}

// `image.at(x, y)`, `grid(x, y)`, `cell(grid, i)`: the numbers, or the one key, that something which leads to an
// element is given pick it.
void Selections::through_call(const CallExpr* call, Selection& out, int depth) {
  const auto* operation = dyn_cast<CXXOperatorCallExpr>(call);
  const auto* member = dyn_cast<CXXMemberCallExpr>(call);
  const Expr* object = member                                      ? member->getImplicitObjectArgument()
                       : operation && operation->getNumArgs() != 0 ? operation->getArg(0)
                                                                   : nullptr;
  const bool indexes = !operation || operation->getOperator() == OO_Subscript || operation->getOperator() == OO_Call;
  if (object)
    subscripts(object, !indexes, out, depth);
  const unsigned first = operation ? 1 : 0;
  for (unsigned i = first; indexes && i < call->getNumArgs(); ++i) {
    const Expr* argument = call->getArg(i);
    if (is_number(argument->getType()) || (object && call->getNumArgs() == first + 1))
      index(argument, object ? object->getType() : argument->getType(), out);
    else if (!object)
      subscripts(argument, false, out, depth);
  }
}

void Selections::index(const Expr* expression, QualType container, Selection& out) {
  if (packs_bits(container))
    return;
  if (const std::optional<std::int64_t> value = constant_of(expression, unit_.context))
    return mark(facts::kConstantIndex, static_cast<std::uint32_t>(*value), out);
  if (const std::int64_t distance = distance_of(expression); distance != 0)
    mark(facts::kNeighbourIndex, static_cast<std::uint32_t>(distance), out);
  mention(expression, out, 0);
}

// `i - 1`, where what gave the function its `i` gives another `i - 1`; where the function steps through numbers of its
// own, the one beside is its own as a rule.
std::int64_t Selections::distance_of(const Expr* index) const {
  const auto* sum = dyn_cast<BinaryOperator>(index->IgnoreParenImpCasts());
  if (!sum || !sum->isAdditiveOp())
    return 0;
  const auto* reference = dyn_cast<DeclRefExpr>(sum->getLHS()->IgnoreParenImpCasts());
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  const bool is_given =
      variable && !body_.scan.reassigned.contains(variable) &&
      (isa<ParmVarDecl>(variable) || (reference->refersToEnclosingVariableOrCapture() && body_.lambda));
  const std::optional<std::int64_t> distance = is_given ? constant_of(sum->getRHS(), unit_.context) : std::nullopt;
  return sum->getOpcode() == BO_Sub ? -distance.value_or(0) : distance.value_or(0);
}

void Selections::mark(std::string_view name, std::uint32_t value, Selection& out) {
  out.push_back(unit_.interner.path({RootKind::kUnknown, value, std::string(name), {}}));
}

// All values that it gets by assignment are claimed; from there it may be stepped on.
bool Selections::is_claimed(const VarDecl* variable) const {
  const auto values = body_.scan.assigned.find(variable);
  return values != body_.scan.assigned.end() && !values->second.empty() &&
         std::all_of(values->second.begin(), values->second.end(),
                     [](const Expr* value) { return is_claim(construction_of(value->IgnoreParenImpCasts())); });
}

void Selections::through_variable(const DeclRefExpr* reference, bool picks, Selection& out, int depth) {
  const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
  if (!variable || variable->hasGlobalStorage() || isa<ParmVarDecl>(variable))
    return;
  const bool outer = reference->refersToEnclosingVariableOrCapture();
  const auto range = body_.scan.ranges.find(variable);
  const bool moves = variable->getType()->isRecordType() || body_.scan.reassigned.contains(variable);
  if (range != body_.scan.ranges.end() || (picks && moves))
    mention(variable, outer, out, 0);
  const bool refers = variable->getType()->isReferenceType() || variable->getType()->isAnyPointerType();
  if (outer || depth > kMaxHops || !(refers || picks))
    return;
  // What an element of an element is picked by picks it, too.
  const Expr* origin = range != body_.scan.ranges.end() ? range->second : only_origin(variable);
  if (origin)
    subscripts(origin, false, out, depth + 1);
}

// The one value that a variable gets other than by steps from where it is.
const Expr* Selections::only_origin(const VarDecl* variable) const {
  const auto values = body_.scan.assigned.find(variable);
  if (values == body_.scan.assigned.end() || variable->getType()->isReferenceType())
    return variable->getInit();
  const Expr* origin = nullptr;
  for (const Expr* value : values->second) {
    const bool is_step = variable->getType()->isAnyPointerType() && !value->getType()->isAnyPointerType();
    if (is_step || names(value, variable))
      continue;
    if (origin)
      return nullptr;
    origin = value;
  }
  return origin;
}

// What the distance of a region from its buffer's begin is made of: a number that is added to a pointer, or where an
// index begins its walk. Who computes those has laid the buffer out, so that a distance that is looked up for the task
// tells its region, where an index that is looked up (a histogram's) may be that of several tasks.
void Selections::offset(const Stmt* tree, Selection& out, int depth) {
  if (!tree || isa<LambdaExpr>(tree))
    return;
  if (is_claim(tree))
    return mark(facts::kClaimedIndex, 0, out);
  if (const auto* binary = dyn_cast<BinaryOperator>(tree); binary && !keeps_apart(binary->getOpcode()))
    return is_share(binary) ? offset(binary->getLHS(), out, depth) : void();
  if (isa<CXXThisExpr>(tree))
    out.push_back(paths_.this_path());
  if (const auto* reference = dyn_cast<DeclRefExpr>(tree))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
        variable && root(variable, reference->refersToEnclosingVariableOrCapture(), out) && depth <= kMaxHops) {
      if (is_claimed(variable))
        mark(facts::kClaimedIndex, 0, out);
      const auto range = body_.scan.ranges.find(variable);
      offset(range != body_.scan.ranges.end() ? range->second : variable->getInit(), out, depth + 1);
    }
  for (const Stmt* child : tree->children())
    offset(child, out, depth);
}

// Adds the variable. Returns whether it is a local, which stands for what it is made from, too.
bool Selections::root(const VarDecl* variable, bool captured, Selection& out) {
  if (variable->hasGlobalStorage())
    return false;
  if ((captured && body_.lambda) || isa<ParmVarDecl>(variable)) {
    if (const PathId path = paths_.variable(variable, captured); path != kNone)
      out.push_back(unit_.interner.path(
          {unit_.interner.get(path).root, unit_.interner.get(path).index, unit_.interner.get(path).name, {}}));
    return false;
  }
  out.push_back(unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}}));
  return true;
}

void Selections::mention(const VarDecl* variable, bool captured, Selection& out, int depth) {
  if (depth > kMaxHops || !root(variable, captured, out))
    return;
  if (is_claimed(variable))
    mark(facts::kClaimedIndex, 0, out);
  else if (const auto range = body_.scan.ranges.find(variable); range != body_.scan.ranges.end())
    mention(range->second, out, depth + 1);
  else if (body_.scan.reassigned.contains(variable)) // walks through a stretch that was laid out before
    offset(variable->getInit(), out, depth + 1);
  else if (variable->getInit())
    mention(variable->getInit(), out, depth + 1);
}

void Selections::mention(const Expr* expression, Selection& out, int depth) {
  expression = construction_of(expression->IgnoreParenImpCasts());
  if (is_claim(expression)) {
    mark(facts::kClaimedIndex, 0, out);
  } else if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()))
      mention(variable, reference->refersToEnclosingVariableOrCapture(), out, depth);
  } else if (isa<CXXThisExpr>(expression)) {
    out.push_back(paths_.this_path());
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
