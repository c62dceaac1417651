// Callable values: lambdas, functions, bound members, stored callables. See paths.h.
#include "checker/analysis/paths.h"

#include "checker/analysis/selections.h"

namespace paraudit::analysis {

using namespace clang;
using facts::Actual;
using facts::Callable;
using facts::CalleeKind;
using facts::kNone;
using facts::PathId;
using models::Role;

const FunctionDecl* call_operator_of(const LambdaExpr* lambda) {
  for (const FunctionDecl* instance : instances_of(lambda))
    if (instance->hasBody())
      return instance;
  return lambda->getCallOperator();
}

PathId Paths::callable_path(const Expr* expression) {
  if (const auto* call = dyn_cast<CallExpr>(expression->IgnoreParenImpCasts());
      call && is_function_pointer(call->getType()))
    return call_result(call);
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts()))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()); variable && denotes_pointee(variable)) {
      const PathId path = this->variable(variable, reference->refersToEnclosingVariableOrCapture());
      if (path != kNone && unit_.interner.get(path).root != facts::RootKind::kLocal)
        return path;
    }
  return object(expression->IgnoreParenImpCasts());
}

Callable Paths::lambda(const LambdaExpr* expression) {
  Callable out;
  out.kind = CalleeKind::kDirect;
  out.symbol = unit_.names.symbol(call_operator_of(expression));
  out.type = unit_.names.signature(call_operator_of(expression));
  for (const CarriedCapture& capture : captures_of(expression)) {
    Actual actual;
    if (capture.is_this) {
      out.receiver = {this_path(), capture.by_reference, false};
    } else if (const VarDecl* captured = capture.variable) {
      actual.by_reference = capture.by_reference;
      actual.hands_over = !capture.by_reference && is_of_std(captured->getType(), "unique_ptr");
      const bool outer = body_.lambda && capture_index(captured) != kNone;
      if (!outer && captured->isInitCapture() && captured->getInit()) {
        actual.path = referent(captured->getInit());
        actual.selection = Selections(unit_, body_, *this).of(captured->getInit());
        actual.by_reference |= captured->getType()->isReferenceType();
      } else {
        actual.path = variable(captured, outer);
        actual.by_reference |= captured->getType()->isAnyPointerType();
        actual.selection = Selections(unit_, body_, *this).of(captured, outer);
      }
    }
    out.captures.push_back(actual);
  }
  return out;
}

Callable Paths::stored(CalleeKind kind, PathId path, QualType type) {
  Callable out;
  out.kind = kind;
  out.path = path;
  if (type->isAnyPointerType() || type->isReferenceType())
    type = type->getPointeeType();
  for (const CXXRecordDecl* inner = record_of(type); unit_.types.keeps_callable(inner); inner = record_of(type)) {
    if (unit_.types.info(inner).role == Role::kFunctionObject)
      break;
    type = cast<ClassTemplateSpecializationDecl>(inner)->getTemplateArgs()[0].getAsType(); // std::optional of it
  }
  if (const auto* instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
      instance && instance->getTemplateArgs().size() > 0 &&
      instance->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
    type = instance->getTemplateArgs()[0].getAsType(); // std::function<void (int)>
  out.type = unit_.names.type(type);
  return out;
}

std::optional<Callable> Paths::function_reference(const ValueDecl* decl) {
  const auto* function = dyn_cast<FunctionDecl>(decl);
  if (!function)
    return std::nullopt;
  Callable out;
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  out.kind = method && method->isVirtual() ? CalleeKind::kVirtual : CalleeKind::kDirect;
  out.symbol = unit_.names.symbol(function);
  out.type = unit_.names.signature(function);
  return out;
}

namespace {

// `(void*)&function`: a place in the program, as dladdr() and hash tables take it; nobody calls that.
bool is_made_data(const ExplicitCastExpr* cast) {
  const QualType from = cast->getSubExpr()->getType(), to = cast->getType();
  return (from->isFunctionType() || is_function_pointer(from)) &&
         (to->isVoidPointerType() || to->isObjectPointerType() || to->isIntegralOrEnumerationType());
}

const Expr* strip(const Expr* expression) {
  for (;;) {
    const Expr* next = construction_of(expression->IgnoreParenImpCasts());
    if (const auto* cast = dyn_cast<ExplicitCastExpr>(next); cast && is_made_data(cast))
      return cast;
    if (const auto* cast = dyn_cast<ExplicitCastExpr>(next))
      next = cast->getSubExpr();
    else if (const auto* unary = dyn_cast<UnaryOperator>(next);
             unary && (unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Plus))
      next = unary->getSubExpr();
    else if (const auto* fallback = dyn_cast<CXXDefaultArgExpr>(next))
      next = fallback->getExpr();
    if (next == expression)
      return expression;
    expression = next;
  }
}

const CXXMethodDecl* call_operator(const CXXRecordDecl* record) {
  const CXXMethodDecl* found = nullptr;
  for (const CXXMethodDecl* method : record->methods())
    if (method->getOverloadedOperator() == OO_Call) {
      if (found)
        return nullptr; // overloaded: which one runs is not told by the type
      found = method;
    }
  return found;
}

bool named(const FunctionDecl* function, StringRef name) {
  return function && function->isInStdNamespace() && function->getDeclName().isIdentifier() &&
         function->getName() == name;
}

bool refers(const FunctionDecl* callee) {
  return named(callee, "ref") || named(callee, "cref");
}

// `_1` of std::bind.
bool is_placeholder(const Expr* argument) {
  const auto* reference = dyn_cast<DeclRefExpr>(argument->IgnoreParenImpCasts());
  const DeclContext* scope = reference ? reference->getDecl()->getDeclContext() : nullptr;
  const auto* space = dyn_cast_or_null<NamespaceDecl>(scope);
  return space && space->getName() == "placeholders";
}

} // namespace

// An object of class type: a lambda in a variable, std::function, a functor of the program.
std::optional<Callable> Paths::callable_object(const Expr* expression) {
  const CXXRecordDecl* record = record_of(expression->getType());
  if (!record)
    return std::nullopt;
  const PathId path = object(expression);
  if (record->isLambda()) {
    const auto* reference = dyn_cast<DeclRefExpr>(expression);
    if (const LambdaExpr* made = reference ? lambda_in(reference->getDecl()) : nullptr)
      return lambda(made);
    Callable out = stored(CalleeKind::kDirect, path, expression->getType());
    out.symbol = unit_.names.symbol(record->getLambdaCallOperator());
    out.type = unit_.names.signature(record->getLambdaCallOperator());
    return out;
  }
  if (unit_.types.keeps_callable(record))
    return stored(CalleeKind::kFunctionObject, path, expression->getType());
  const CXXMethodDecl* method = record->hasDefinition() ? call_operator(record->getDefinition()) : nullptr;
  if (!method || unit_.locations.in_system_header(method->getLocation()))
    return std::nullopt;
  std::optional<Callable> out = function_reference(method);
  out->receiver = {path, true, method->isConst()};
  return out;
}

// An object with a call operator that a thread gets a copy of, unless it is given by std::ref.
bool Paths::is_copied_functor(const Expr* expression) {
  const auto* call = dyn_cast<CallExpr>(strip(expression));
  const CXXRecordDecl* record = record_of(named_callable(expression)->getType().getNonReferenceType());
  return record && !record->isLambda() && !(call && refers(call->getDirectCallee()));
}

// What only wraps or passes on a callable: the callable; else none.
const Expr* Paths::passed_on(const Expr* expression) {
  if (const auto* construct = dyn_cast<CXXConstructExpr>(expression);
      construct && construct->getNumArgs() >= 1 && !isa<CXXTemporaryObjectExpr>(construct)) {
    const bool wraps = unit_.types.keeps_callable(record_of(construct->getType())) ||
                       construct->getConstructor()->isCopyOrMoveConstructor();
    return wraps ? construct->getArg(0) : nullptr;
  }
  const auto* call = dyn_cast<CallExpr>(expression);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (named(callee, "move") || named(callee, "forward") || refers(callee))
    return call->getArg(0);
  // A lambda without captures becomes a function pointer.
  if (const auto* converted = dyn_cast_or_null<CXXMemberCallExpr>(call); isa_and_nonnull<CXXConversionDecl>(callee))
    if (const CXXRecordDecl* record = record_of(converted->getImplicitObjectArgument()->getType());
        record && record->isLambda())
      return converted->getImplicitObjectArgument();
  return nullptr;
}

const Expr* Paths::named_callable(const Expr* expression) {
  for (;;) {
    expression = strip(expression);
    const auto* call = dyn_cast<CallExpr>(expression);
    const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    const bool is_bound = named(callee, "bind") || named(callee, "bind_front");
    const Expr* next = is_bound ? call->getArg(0) : passed_on(expression);
    if (!next)
      return expression;
    expression = next;
  }
}

std::optional<Callable> Paths::callable_value(const Expr* expression) {
  if (const auto* made = dyn_cast<LambdaExpr>(expression))
    return lambda(made);
  if (const Expr* inner = passed_on(expression))
    return callable(inner);
  if (const auto* call = dyn_cast<CallExpr>(expression);
      call && (named(call->getDirectCallee(), "bind") || named(call->getDirectCallee(), "bind_front"))) {
    std::optional<Callable> out = callable(call->getArg(0));
    if (!out)
      return std::nullopt;
    bind(*out, {call->getArgs(), call->getNumArgs()});
    return out;
  }
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression))
    if (std::optional<Callable> out = function_reference(reference->getDecl()))
      return out;
  return std::nullopt;
}

// What is passed along with arguments[0]; to a member function, the receiver first.
void Paths::bind(Callable& callable, llvm::ArrayRef<const Expr*> arguments) {
  for (const Expr* argument : arguments.drop_front()) {
    const auto* call = dyn_cast<CallExpr>(argument->IgnoreParenImpCasts());
    const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (isa<CXXDefaultArgExpr>(argument))
      continue;
    if (is_placeholder(argument))
      break; // from here on, who calls it gives the arguments
    Actual& bound = callable.bound.emplace_back(actual(argument, argument->getType()));
    if (refers(callee)) {
      bound.by_reference = true;
      bound.to_const = named(callee, "cref");
      bound.selection = Selections(unit_, body_, *this).of(call->getArg(0));
    }
  }
  if (arguments[0]->IgnoreParenImpCasts()->getType()->isMemberFunctionPointerType() && !callable.bound.empty()) {
    callable.receiver = callable.bound.front();
    callable.receiver.by_reference = true;
    callable.bound.erase(callable.bound.begin());
  }
}

std::optional<Callable> Paths::callable(const Expr* expression) {
  expression = strip(expression);
  if (std::optional<Callable> out = callable_value(expression))
    return out;
  const QualType type = expression->getType();
  if (is_function_pointer(type) || type->isFunctionType()) {
    const PathId holder = callable_path(expression);
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr, IntegerLiteral>(expression))
      return std::nullopt;
    return stored(CalleeKind::kFunctionPointer, holder, type);
  }
  return callable_object(expression);
}

} // namespace paraudit::analysis
