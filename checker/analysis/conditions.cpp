// What the branch at the end of a block tells about locks. See translate.h.
#include "checker/analysis/constants.h"
#include "checker/analysis/translate.h"

namespace paraudit::analysis {

using namespace clang;
using facts::Condition;
using facts::ConditionKind;
using facts::kNone;
using facts::PathId;

namespace {

const Expr* strip(const Expr* expression) {
  for (;;) {
    const Expr* next = expression->IgnoreParenImpCasts();
    if (const auto* full = dyn_cast<FullExpr>(next))
      next = full->getSubExpr();
    else if (const auto* bound = dyn_cast<CXXBindTemporaryExpr>(next))
      next = bound->getSubExpr();
    else if (const auto* cast = dyn_cast<ExplicitCastExpr>(next))
      next = cast->getSubExpr();
    if (next == expression)
      return expression;
    expression = next;
  }
}

bool is_zero(const Expr* expression, const ASTContext& context) {
  if (expression->isValueDependent())
    return false;
  const auto value = expression->getIntegerConstantExpr(context);
  return value && value->isZero();
}

// Whether it is the same whenever it is looked at: what stands for "not yet" is.
bool is_fixed(const Expr* expression, const ASTContext& context) {
  const auto* reference = dyn_cast<DeclRefExpr>(strip(expression));
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  const bool is_named_constant = variable && variable->hasGlobalStorage() && variable->getType().isConstQualified();
  return expression->isValueDependent() || is_named_constant || expression->isEvaluatable(context);
}

} // namespace

// The value that an expression tests, through assignments and variables: `if ((rc = f()) != 0)`, `int rc = f(); if
// (rc)`.
const Expr* Translator::tested_value(const Expr* expression) const {
  constexpr int kMaxHops = 4;
  expression = strip(expression);
  for (int hop = 0; hop < kMaxHops; ++hop) {
    const Expr* next = nullptr;
    if (const auto* assigned = dyn_cast<BinaryOperator>(expression); assigned && assigned->getOpcode() == BO_Assign) {
      next = assigned->getRHS();
    } else if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
      const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
      if (!variable || variable->hasGlobalStorage())
        return expression;
      if (const auto last = assigned_.find(variable); last != assigned_.end())
        next = last->second;
      else if (!body_.scan.reassigned.contains(variable) && !isa<ParmVarDecl>(variable))
        next = variable->getInit();
    }
    if (!next)
      return expression;
    expression = strip(next);
  }
  return expression;
}

// `if (m.try_lock())`, `if (pthread_mutex_trylock(&m) == 0)`, a wrapper's `if (try_enter())`.
bool Translator::try_condition(const Expr* expression, Condition& out) {
  expression = tested_value(expression);
  const auto event = body_.event_of.find(expression);
  if (event == body_.event_of.end())
    return false;
  const facts::Event& call = out_.events[event->second];
  const bool tries =
      call.kind == facts::EventKind::kAcquire && (call.is_try || zero_means_success_.contains(event->second));
  // A wrapper tells by true, or by an error code that is zero.
  const bool is_code = expression->getType()->isSignedIntegerType();
  const bool tells = call.kind == facts::EventKind::kCall && (expression->getType()->isBooleanType() || is_code);
  if (!tries && !tells)
    return false;
  out.kind = tells && is_code ? ConditionKind::kZeroResult : ConditionKind::kTryAcquired;
  out.event = event->second;
  const auto zero = zero_means_success_.find(event->second);
  out.negated = tells ? is_code : zero != zero_means_success_.end() && zero->second;
  return true;
}

// An object by its address, or what it is known by: a member, or what a getter returns.
PathId Translator::compared(const Expr* expression) {
  if (expression->getType()->isAnyPointerType())
    return paths_.pointee(expression);
  expression = strip(expression);
  const auto* getter = dyn_cast<CXXMemberCallExpr>(expression);
  if (!getter || getter->getNumArgs() != 0 || !getter->getMethodDecl() || !getter->getMethodDecl()->isConst())
    return paths_.object(expression);
  const Expr* owner = getter->getImplicitObjectArgument();
  const PathId object = owner->getType()->isAnyPointerType() ? paths_.pointee(owner) : paths_.object(owner);
  return object == kNone ? kNone : unit_.interner.field(object, unit_.names.canonical(getter->getMethodDecl()));
}

bool Translator::comparison(const BinaryOperator* expression, Condition& out) {
  const Expr* left = expression->getLHS();
  const Expr* right = expression->getRHS();
  const bool equality = expression->isEqualityOp();
  if (equality) {
    const bool unequal = expression->getOpcode() == BO_NE;
    if (is_null(left, unit_.context))
      std::swap(left, right);
    if (left->getType()->isAnyPointerType() && is_null(right, unit_.context)) {
      out.kind = ConditionKind::kNonNull;
      out.path = paths_.pointee(left);
      out.negated = !unequal;
      return out.path != kNone;
    }
    if (is_zero(right, unit_.context) && try_condition(left, out)) {
      if (!unequal)
        out.negated = !out.negated;
      return true;
    }
    if (!is_fixed(left, unit_.context) && !is_fixed(right, unit_.context))
      out.kind = ConditionKind::kAlike;
    return out.kind == ConditionKind::kAlike;
  }
  if (!expression->isRelationalOp())
    return false;
  out.kind = ConditionKind::kCompare;
  out.path = compared(left);
  out.other = compared(right);
  return out.path != kNone && out.other != kNone;
}

bool Translator::variable_condition(const Expr* expression, Condition& out) {
  const auto* reference = dyn_cast<DeclRefExpr>(expression);
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (!variable || variable->hasGlobalStorage() || body_.scan.reassigned.contains(variable))
    return false;
  if (!variable->getType()->isBooleanType())
    return false;
  out.kind = ConditionKind::kFlag;
  out.path =
      unit_.interner.path({facts::RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
  return true;
}

Condition Translator::condition(const Expr* expression) {
  Condition out;
  bool negated = false;
  expression = strip(expression);
  for (const auto* unary = dyn_cast<UnaryOperator>(expression); unary && unary->getOpcode() == UO_LNot;
       unary = dyn_cast<UnaryOperator>(expression)) {
    negated = !negated;
    expression = strip(unary->getSubExpr());
  }
  // `a && b` decides on its last operand here: the others have blocks of their own.
  while (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    if (!binary->isLogicalOp())
      break;
    return out;
  }
  bool found = false;
  if (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    found = comparison(binary, out);
  } else if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(expression);
             operation && operation->getNumArgs() == 2 &&
             (operation->getOperator() == OO_Less || operation->getOperator() == OO_Greater)) {
    out.kind = ConditionKind::kCompare;
    out.path = compared(operation->getArg(0));
    out.other = compared(operation->getArg(1));
    found = out.path != kNone && out.other != kNone;
  } else if (const auto* call = dyn_cast<CXXMemberCallExpr>(expression);
             call && unit_.types.is_guard(call->getImplicitObjectArgument()->getType()) &&
             !body_.event_of.contains(call)) {
    out.kind = ConditionKind::kGuardOwns;
    out.path = paths_.object(call->getImplicitObjectArgument());
    found = out.path != kNone;
  } else if (try_condition(expression, out) || variable_condition(expression, out)) {
    found = true;
  } else if (expression->getType()->isAnyPointerType()) {
    out.kind = ConditionKind::kNonNull;
    out.path = paths_.pointee(expression);
    found = out.path != kNone;
  } else if (isa<DeclRefExpr, MemberExpr>(expression)) {
    out.kind = ConditionKind::kTruth;
    out.path = paths_.object(expression);
    found = is_shared(out.path);
  }
  if (!found)
    return {};
  out.negated = out.negated != negated;
  return out;
}

// Of a truth value or number that is returned: what it tells of a lock that was asked for.
Condition Translator::outcome(const Expr* value) {
  if (!value->isValueDependent())
    if (const auto constant = value->getIntegerConstantExpr(unit_.context)) {
      Condition known;
      known.kind = ConditionKind::kConstant;
      known.negated = constant->isZero();
      return known;
    }
  Condition told = condition(value);
  if (told.kind != ConditionKind::kTryAcquired && told.kind != ConditionKind::kZeroResult) {
    told = {};
    told.kind = ConditionKind::kUnknown;
  }
  return told;
}

// The event just made comes from this expression.
void Translator::note_event(const Stmt* expression) {
  events_of_[expression].push_back(static_cast<facts::EventId>(out_.events.size() - 1));
}

// Through variables too: `auto it = table.find(name); if (it == table.end())`.
bool Translator::mark_deciding(const Stmt* tree, facts::BlockId block, bool directly, int depth) {
  constexpr int kMaxDepth = 3;
  if (!tree || isa<LambdaExpr>(tree))
    return false;
  bool found = false;
  if (const auto made = events_of_.find(tree); made != events_of_.end())
    for (const facts::EventId id : made->second) {
      facts::Event& event = out_.events[id];
      if (directly || event.decides == kNone) // through a variable, the first test of it tells
        event.decides = block;
      event.in_condition |= directly && event.kind == facts::EventKind::kAccess;
      found = true;
    }
  if (const auto* reference = dyn_cast<DeclRefExpr>(tree); reference && depth < kMaxDepth) {
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    if (const auto* binding = dyn_cast<BindingDecl>(reference->getDecl()))
      variable = dyn_cast<VarDecl>(binding->getDecomposedDecl());
    if (const auto values = variable ? body_.scan.assigned.find(variable) : body_.scan.assigned.end();
        values != body_.scan.assigned.end()) {
      // Each once a condition: variables that are made of each other are many paths and few variables.
      const auto [followed, is_new] = followed_.try_emplace(variable, depth);
      if (is_new || depth < followed->second) {
        followed->second = depth;
        for (const Expr* value : values->second)
          found |= mark_deciding(value, block, false, depth + 1);
      }
    }
  }
  for (const Stmt* child : tree->children())
    found |= mark_deciding(child, block, directly, depth);
  return found;
}

void Translator::mark_conditions(const Expr* condition, facts::BlockId block, facts::Block& to) {
  followed_.clear();
  if (mark_deciding(condition, block, true, 0))
    to.condition.where = unit_.locations.at(strip(condition));
}

} // namespace paraudit::analysis
