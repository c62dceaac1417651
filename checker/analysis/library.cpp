#include "checker/analysis/library.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;
using models::Effect;
using models::Role;

namespace {

const Type* key(QualType type) {
  type = type.getNonReferenceType();
  if (type->isAnyPointerType() && type->getPointeeType()->isFunctionType())
    type = type->getPointeeType();
  return type->getCanonicalTypeUnqualified().getTypePtr();
}

const Type* object_key(QualType type) {
  return type.getNonReferenceType()->getBaseElementTypeUnsafe()->getCanonicalTypeUnqualified().getTypePtr();
}

const FunctionDecl* definition_of(const FunctionDecl* function) {
  const FunctionDecl* definition = nullptr;
  return function->hasBody(definition) ? definition : nullptr;
}

bool is_thread(const TypeInfo& info) {
  return info.role == Role::kThread || info.role == Role::kJoiningThread;
}

// A variable of the body itself, which holds its value: nobody else sees it change.
bool is_own_variable(const Expr* expression) {
  const auto* reference = dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts());
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  return variable && variable->hasLocalStorage() && !variable->getType()->isReferenceType();
}

} // namespace

bool Library::is_library(const FunctionDecl* function) const {
  const FunctionDecl* pattern = function->getTemplateInstantiationPattern();
  const FunctionDecl* shown = pattern ? pattern : function;
  return shown->getBuiltinID() || locations_.in_system_header(shown->getLocation());
}

bool Library::has_body(const FunctionDecl* function) const {
  return definition_of(function) != nullptr;
}

bool Library::only_reads(const FunctionDecl* function) const {
  return function->hasAttr<PureAttr>() || function->hasAttr<ConstAttr>();
}

bool Library::calls(const FunctionDecl* function, QualType callable) {
  return whole(function).called.contains(key(callable));
}

bool Library::writes(const FunctionDecl* function, QualType object) {
  return whole(function).written.contains(object_key(object));
}

const CXXRecordDecl* Library::thread_started(const FunctionDecl* function) {
  return whole(function).thread;
}

Library::Made Library::object_made(const FunctionDecl* function) {
  const std::vector<Made>& made = whole(function).made;
  return made.size() == 1 ? made.front() : Made{};
}

const std::vector<const CXXRecordDecl*>& Library::classes_made(const FunctionDecl* function) {
  return whole(function).classes;
}

const Library::Use& Library::own(const FunctionDecl* function) {
  std::unique_ptr<Use>& use = own_[function];
  if (use)
    return *use;
  use = std::make_unique<Use>();
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
    for (const CXXCtorInitializer* initializer : constructor->inits())
      visit(initializer->getInit(), *use);
  visit(function->getBody(), *use);
  return *use;
}

const Library::Use& Library::whole(const FunctionDecl* function) {
  const FunctionDecl* start = definition_of(function);
  std::unique_ptr<Use>& known = whole_[start];
  if (known)
    return *known;
  auto sum = std::make_unique<Use>();
  llvm::DenseSet<const FunctionDecl*> seen;
  std::vector<const FunctionDecl*> work{start};
  while (!work.empty()) {
    const FunctionDecl* next = work.back();
    work.pop_back();
    if (!next || !seen.insert(next).second)
      continue;
    const Use& use = own(next);
    work.insert(work.end(), use.callees.begin(), use.callees.end());
    sum->called.insert(use.called.begin(), use.called.end());
    sum->written.insert(use.written.begin(), use.written.end());
    sum->thread = sum->thread ? sum->thread : use.thread;
    for (const Made& made : use.made)
      if (std::find(sum->made.begin(), sum->made.end(), made) == sum->made.end())
        sum->made.push_back(made);
    sum->classes.insert(sum->classes.end(), use.classes.begin(), use.classes.end());
  }
  known = std::move(sum);
  return *known;
}

void Library::visit(const Stmt* statement, Use& use) {
  if (!statement)
    return;
  if (const auto* call = dyn_cast<CallExpr>(statement))
    visit_call(call, use);
  else if (const auto* construct = dyn_cast<CXXConstructExpr>(statement))
    visit_construct(construct, use);
  else if (const auto* inherited = dyn_cast<CXXInheritedCtorInitExpr>(statement))
    add_callee(inherited->getConstructor(), use);
  else if (const auto* allocation = dyn_cast<CXXNewExpr>(statement); allocation && allocation->getNumPlacementArgs())
    use.written.insert(object_key(allocation->getAllocatedType()));
  else if (const auto* binary = dyn_cast<BinaryOperator>(statement); binary && binary->isAssignmentOp())
    note_written(binary->getLHS(), use);
  else if (const auto* unary = dyn_cast<UnaryOperator>(statement); unary && unary->isIncrementDecrementOp())
    note_written(unary->getSubExpr(), use);
  else if (const auto* fallback = dyn_cast<CXXDefaultArgExpr>(statement))
    visit(fallback->getExpr(), use);
  else if (const auto* fallback = dyn_cast<CXXDefaultInitExpr>(statement))
    visit(fallback->getExpr(), use);
  for (const Stmt* child : statement->children())
    visit(child, use);
}

void Library::add_callee(const FunctionDecl* callee, Use& use) {
  if (const FunctionDecl* definition = definition_of(callee); definition && is_library(callee))
    use.callees.push_back(definition);
}

void Library::note_written(const Expr* target, Use& use) {
  if (is_own_variable(target))
    return;
  for (target = target->IgnoreParenImpCasts(); target;) {
    use.written.insert(object_key(target->getType()));
    const auto* member = dyn_cast<MemberExpr>(target);
    target = member && !member->isArrow() ? member->getBase()->IgnoreParenImpCasts() : nullptr;
  }
}

// Of classes that the tables know: methods that only look, whatever overloads they have.
bool Library::reads_only(const CXXMethodDecl* method) {
  if (method->isConst())
    return true;
  const Role role = types_.info(method->getParent()).role;
  switch (role == Role::kNone ? Effect::kNone : models::find_method(role, method->getNameAsString())) {
  case Effect::kReadReceiver:
  case Effect::kElementConst:
  case Effect::kDeref:
  case Effect::kAtomicRead:
  case Effect::kAtomicWait:
    return true;
  case Effect::kElement:
    return names_.model(method->getParent()).find("map") == std::string::npos;
  default:
    return false;
  }
}

// What a callee may write by what it takes: the objects of its pointers and references to non-const. Of std::move and
// its like Clang makes no bodies.
void Library::note_prototype(const CallExpr* call, const FunctionDecl* callee, Use& use) {
  unsigned first = 0;
  const Expr* receiver = nullptr;
  const auto* method = dyn_cast<CXXMethodDecl>(callee);
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(call)) {
    receiver = member->getImplicitObjectArgument();
  } else if (isa<CXXOperatorCallExpr>(call) && method && method->isInstance()) {
    receiver = call->getArg(0);
    first = 1;
  }
  if (receiver && method && !reads_only(method) && !is_own_variable(receiver)) {
    const QualType type = receiver->getType();
    use.written.insert(object_key(type->isAnyPointerType() ? type->getPointeeType() : type));
  }
  if ((definition_of(callee) && is_library(callee)) || only_reads(callee) ||
      (callee->isInStdNamespace() && callee->getBuiltinID()))
    return; // its body tells, or it writes nothing
  for (unsigned i = first; i < call->getNumArgs() && i - first < callee->getNumParams(); ++i) {
    const QualType type = callee->getParamDecl(i - first)->getType();
    const bool leads_on = type->isAnyPointerType() || type->isLValueReferenceType();
    if (!leads_on || type->getPointeeType().isConstQualified() || type->getPointeeType()->isFunctionType())
      continue;
    const QualType given = call->getArg(i)->IgnoreParenImpCasts()->getType();
    use.written.insert(object_key(given->isAnyPointerType() ? given->getPointeeType() : given));
  }
}

void Library::visit_call(const CallExpr* call, Use& use) {
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee) {
    QualType type = call->getCallee()->getType();
    const auto* operation = dyn_cast<BinaryOperator>(call->getCallee()->IgnoreParens());
    if (operation && operation->isPtrMemOp())
      type = operation->getRHS()->getType();
    use.called.insert(key(type));
    return;
  }
  const auto* method = dyn_cast<CXXMethodDecl>(callee);
  if (method && method->getOverloadedOperator() == OO_Call)
    use.called.insert(key(QualType(method->getParent()->getTypeForDecl(), 0)));
  note_prototype(call, callee, use);
  add_callee(callee, use);
}

void Library::visit_construct(const CXXConstructExpr* construct, Use& use) {
  const CXXConstructorDecl* constructor = construct->getConstructor();
  unsigned arguments = 0;
  while (arguments < construct->getNumArgs() && !isa<CXXDefaultArgExpr>(construct->getArg(arguments)))
    ++arguments;
  const TypeInfo info = types_.info(constructor->getParent());
  if (is_thread(info)) {
    if (arguments > 0 && !is_thread(types_.info(construct->getArg(0)->getType())))
      use.thread = constructor->getParent();
    return;
  }
  if (is_library(constructor))
    return add_callee(constructor, use);
  if (constructor->isCopyOrMoveConstructor())
    return;
  use.classes.push_back(constructor->getParent());
  if (types_.runs_code(constructor) && info.role == Role::kNone)
    use.made.push_back({constructor, arguments});
}

} // namespace paraudit::analysis
