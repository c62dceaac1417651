#include "checker/analysis/values.h"

#include <algorithm>
#include <array>

namespace paraudit::analysis {

using namespace clang;
using facts::kNone;
using facts::ValuePlace;
using facts::ValuePlaceKind;
using models::Role;

namespace {

constexpr std::size_t kMaxThrough = 2;

const Expr* bare(const Expr* expression) {
  const Expr* made = construction_of(expression->IgnoreParenCasts());
  return made == expression ? made : bare(made);
}

// What a library says about a whole, not what is in it.
bool is_measure(const FunctionDecl* callee) {
  constexpr std::array<StringRef, 8> kNames = {"size",     "length",   "empty",   "count",
                                               "capacity", "contains", "compare", "max_size"};
  return callee->getReturnType()->isBooleanType() || callee->getReturnType()->isVoidType() ||
         (callee->getDeclName().isIdentifier() &&
          std::find(kNames.begin(), kNames.end(), callee->getName()) != kNames.end());
}

} // namespace

const Expr* receiver_of(const CallExpr* call) {
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(call))
    return member->getImplicitObjectArgument();
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(call->getDirectCallee());
  return isa<CXXOperatorCallExpr>(call) && method && method->isInstance() && call->getNumArgs() > 0 ? call->getArg(0)
                                                                                                    : nullptr;
}

std::vector<const Expr*> arguments_of(const CallExpr* call) {
  const bool skips = isa<CXXOperatorCallExpr>(call) && receiver_of(call);
  return {call->arg_begin() + (skips ? 1 : 0), call->arg_end()};
}

bool Values::is_text_stream(QualType type) {
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record)
    return false;
  const std::string& name = unit_.names.model(record);
  return name == "std::basic_ostringstream" || name == "std::basic_stringstream";
}

bool Values::is_output(QualType type) {
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record || is_text_stream(type))
    return false;
  const std::string& name = unit_.names.model(record);
  return name == "std::basic_ostream" || name == "llvm::raw_ostream" || name == "llvm::raw_fd_ostream" ||
         unit_.types.info(record).role == Role::kFileStream;
}

bool Values::is_followed(QualType type) {
  type = type.getNonReferenceType();
  if (type->isAnyPointerType())
    type = type->getPointeeType();
  if (type->isIntegerType())
    return !type->isBooleanType();
  const CXXRecordDecl* record = record_of(type);
  if (!record)
    return false;
  const Role role = unit_.types.info(record).role;
  return role == Role::kContainer || role == Role::kView || role == Role::kOptional || role == Role::kAtomic ||
         is_text_stream(type) || unit_.names.model(record) == "std::pair" || unit_.names.model(record) == "std::tuple";
}

bool Values::is_own_local(const ValuePlace& place) const {
  return place.kind == ValuePlaceKind::kLocal && place.index != kNone;
}

// A local that a lambda has, too, is one place for both; the index tells this function's own apart.
ValuePlace Values::variable(const VarDecl* variable) {
  if (variable->hasGlobalStorage())
    return {ValuePlaceKind::kGlobal, 0, unit_.names.symbol(variable)};
  const auto* owner = dyn_cast<FunctionDecl>(variable->getDeclContext());
  const bool is_ours = !owner || owner == body_.function;
  if (const auto* parameter = dyn_cast<ParmVarDecl>(variable); parameter && is_ours)
    return {ValuePlaceKind::kParameter, parameter->getFunctionScopeIndex(), ""};
  const auto is_captured = [&](const LambdaExpr* lambda) {
    return std::any_of(lambda->capture_begin(), lambda->capture_end(), [&](const LambdaCapture& capture) {
      return capture.capturesVariable() && capture.getCapturedVar() == variable;
    });
  };
  const bool is_shared = !is_ours || std::any_of(body_.scan.lambdas.begin(), body_.scan.lambdas.end(), is_captured);
  const std::string name = variable->getNameAsString();
  if (is_shared && owner)
    return {ValuePlaceKind::kLocal, kNone, unit_.names.symbol(owner) + "$" + name};
  return {ValuePlaceKind::kLocal, body_.scan.local(variable), name};
}

ValuePlace Values::field(const FieldDecl* field) {
  return {ValuePlaceKind::kField, 0, unit_.names.declared(field)};
}

std::vector<Source> Values::of(const Expr* expression) {
  std::vector<Source> found;
  add(found, expression);
  return found;
}

void Values::add(std::vector<Source>& to, const Expr* expression) {
  if (!expression || isa<CXXDefaultArgExpr>(expression))
    return;
  expression = bare(expression);
  if (const auto draw = body_.draws.find(expression); draw != body_.draws.end()) {
    to.push_back({{ValuePlaceKind::kDraw, draw->second, ""}, {}});
  } else if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    const ValueDecl* decl = reference->getDecl();
    if (const auto* binding = dyn_cast<BindingDecl>(decl)) {
      if (const auto* member = dyn_cast_or_null<MemberExpr>(binding->getBinding()))
        return add(to, member);
      decl = binding->getDecomposedDecl();
    }
    if (const auto* variable = dyn_cast_or_null<VarDecl>(decl); variable && !variable->isConstexpr())
      to.push_back({this->variable(variable), {}});
  } else if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    if (const auto* variable = dyn_cast<VarDecl>(member->getMemberDecl()))
      to.push_back({this->variable(variable), {}});
    else if (const auto* field = dyn_cast<FieldDecl>(member->getMemberDecl())) {
      if (unit_.locations.in_system_header(field->getLocation()))
        return add(to, member->getBase());
      to.push_back({this->field(field), {}});
    }
  } else if (const auto* unary = dyn_cast<UnaryOperator>(expression)) {
    if (unary->getOpcode() != UO_LNot)
      add(to, unary->getSubExpr());
  } else if (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    if (binary->isComparisonOp() || binary->isLogicalOp())
      return;
    if (binary->isAssignmentOp() || binary->getOpcode() != BO_Comma)
      add(to, binary->getLHS());
    if (!binary->isAssignmentOp())
      add(to, binary->getRHS());
  } else if (const auto* choice = dyn_cast<ConditionalOperator>(expression)) {
    add(to, choice->getTrueExpr());
    add(to, choice->getFalseExpr());
  } else if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression)) {
    add(to, subscript->getBase());
  } else if (const auto* call = dyn_cast<CallExpr>(expression)) {
    add_call(to, call);
  } else if (const auto* construct = dyn_cast<CXXConstructExpr>(expression)) {
    if (unit_.library.is_library(construct->getConstructor()))
      for (const Expr* argument : construct->arguments())
        add(to, argument);
  } else if (const auto* list = dyn_cast<InitListExpr>(expression)) {
    if (is_followed(list->getType()))
      for (const Expr* init : list->inits())
        add(to, init);
  } else if (const auto* list = dyn_cast<CXXStdInitializerListExpr>(expression)) {
    add(to, list->getSubExpr());
  }
}

void Values::add_call(std::vector<Source>& to, const CallExpr* call) {
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee)
    return;
  const std::vector<const Expr*> arguments = arguments_of(call);
  const Expr* receiver = receiver_of(call);
  if (!unit_.library.is_library(callee)) {
    if (!is_followed(callee->getReturnType()))
      return;
    const std::string& symbol = unit_.names.symbol(callee);
    to.push_back({{ValuePlaceKind::kReturn, 0, symbol}, {}});
    for (unsigned i = 0; i < arguments.size() && i < callee->getNumParams(); ++i)
      for (Source& source : of(arguments[i]))
        if (source.through.size() < kMaxThrough) {
          source.through.push_back({symbol, i, kNone});
          to.push_back(std::move(source));
        }
    return;
  }
  const QualType result = callee->getReturnType();
  const bool is_handle = result->isPointerType() && !result->getPointeeType()->isIntegerType(); // of an opened file
  if (is_measure(callee) || is_handle)
    return;
  add(to, receiver);
  if (!receiver || callee->isOverloadedOperator())
    if (callee->getOverloadedOperator() != OO_Subscript)
      for (const Expr* argument : arguments)
        add(to, argument);
}

std::optional<ValuePlace> Values::target(const Expr* expression) {
  if (!expression)
    return std::nullopt;
  expression = bare(expression);
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    if (!variable)
      return std::nullopt;
    const ValuePlace place = this->variable(variable);
    const bool refers = variable->getType()->isReferenceType() || variable->getType()->isAnyPointerType();
    if (place.kind == ValuePlaceKind::kParameter)
      return refers ? ValuePlace{ValuePlaceKind::kOut, place.index, ""} : place;
    const bool is_new = std::find(references_.begin(), references_.end(), variable) == references_.end();
    if (place.kind == ValuePlaceKind::kLocal && variable->getType()->isReferenceType() && variable->getInit() &&
        is_new) {
      references_.push_back(variable);
      const std::optional<ValuePlace> whole = target(variable->getInit());
      references_.pop_back();
      return whole ? whole : place;
    }
    return place;
  }
  if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    if (const auto* variable = dyn_cast<VarDecl>(member->getMemberDecl()))
      return this->variable(variable);
    const auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    if (!field)
      return std::nullopt;
    return unit_.locations.in_system_header(field->getLocation()) ? target(member->getBase()) : this->field(field);
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(expression))
    return target(unary->getSubExpr());
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression))
    return target(subscript->getBase());
  if (const auto* binary = dyn_cast<BinaryOperator>(expression))
    return binary->isAssignmentOp() || binary->isAdditiveOp() ? target(binary->getLHS()) : std::nullopt;
  const auto* call = dyn_cast<CallExpr>(expression);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !unit_.library.is_library(callee))
    return std::nullopt;
  return target(receiver_of(call) ? receiver_of(call) : call->getNumArgs() > 0 ? call->getArg(0) : nullptr);
}

} // namespace paraudit::analysis
