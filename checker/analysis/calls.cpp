// Calls of user code, of unmodelled library code and through pointers. See translate.h.
#include "checker/analysis/attributes.h"
#include "checker/analysis/recursive_mutex.h"
#include "checker/analysis/translate.h"

namespace paraudit::analysis {

using namespace clang;
using facts::AccessKind;
using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::kNone;
using facts::PathId;
using models::Role;

CallSite Translator::site_of(const CallExpr* call) const {
  CallSite site;
  site.expression = call;
  site.callee = call->getDirectCallee();
  unsigned first = 0;
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(call)) {
    site.receiver = member->getImplicitObjectArgument();
    site.arrow = site.receiver && site.receiver->getType()->isAnyPointerType();
  } else if (isa<CXXOperatorCallExpr>(call) && site.callee && isa<CXXMethodDecl>(site.callee) &&
             cast<CXXMethodDecl>(site.callee)->isInstance() && call->getNumArgs() > 0) {
    site.receiver = call->getArg(0);
    first = 1;
  }
  for (unsigned i = first; i < call->getNumArgs(); ++i)
    site.arguments.push_back(call->getArg(i));
  return site;
}

PathId Translator::receiver_path(const CallSite& site) {
  if (!site.receiver)
    return kNone;
  return site.arrow ? paths_.pointee(site.receiver) : paths_.object(site.receiver);
}

void Translator::fill_arguments(const CallSite& site, Event& event) {
  // Paths are made first: they may add to tables, but never to the events.
  for (std::size_t i = 0; i < site.arguments.size(); ++i) {
    const Expr* argument = site.arguments[i];
    const QualType parameter =
        i < site.callee->getNumParams() ? site.callee->getParamDecl(i)->getType() : argument->getType();
    event.actuals.push_back(paths_.actual(argument, parameter));
    if (std::string name = argument_class(argument, parameter); !name.empty()) {
      event.actual_classes.resize(site.arguments.size());
      event.actual_classes[i] = std::move(name);
    }
    if (std::optional<facts::Callable> callable = follow(argument)) {
      callable->parameter = static_cast<std::uint32_t>(i);
      event.callables.push_back(std::move(*callable));
    }
  }
}

// The class that an argument's object is known to be of here, where that derives from what the parameter says.
std::string Translator::argument_class(const Expr* argument, QualType parameter) const {
  const bool is_reached = parameter->isPointerType() || parameter->isReferenceType();
  const CXXRecordDecl* taken = is_reached ? record_of(parameter->getPointeeType()) : nullptr;
  return taken && taken->hasDefinition() && taken->isPolymorphic() ? known_class(argument, taken) : std::string();
}

// The class that an object, or what a pointer leads to, is known to be of here, where that says more than `said`.
std::string Translator::known_class(const Expr* object, const CXXRecordDecl* said) const {
  const QualType type = object->IgnoreParenBaseCasts()->IgnoreParenImpCasts()->getType();
  const CXXRecordDecl* known = record_of(type->isPointerType() ? type->getPointeeType() : type.getNonReferenceType());
  const bool says_more = known && known->getCanonicalDecl() != said->getCanonicalDecl();
  return says_more ? unit_.names.canonical(known) : std::string();
}

// Library functions that only pass their argument on: the call denotes the argument's object.
bool Translator::value_category_call(const CallSite& site) {
  const FunctionDecl* callee = site.callee;
  if (!callee->isInStdNamespace() || !callee->getDeclName().isIdentifier() || site.arguments.size() != 1)
    return false;
  const StringRef name = callee->getName();
  if (name == "get" && site.expression->isGLValue()) { // of a tuple, pair or array: what a structured binding calls
    const PathId whole = paths_.object(site.arguments[0]);
    body_.result_of[site.expression] = whole == kNone ? kNone : unit_.interner.index(whole);
    return true;
  }
  if (name != "move" && name != "forward" && name != "addressof" && name != "as_const" && name != "ref" &&
      name != "cref" && name != "launder")
    return false;
  body_.result_of[site.expression] = paths_.referent(site.arguments[0]);
  return true;
}

void Translator::note_recursive(const CallSite& site) {
  if (!site.callee->getDeclName().isIdentifier() || site.callee->getName() != "pthread_mutex_init" ||
      site.arguments.size() != 2 || !body_.function || !asks_for_recursion(body_.function->getBody(), unit_.context))
    return;
  const PathId mutex = paths_.pointee(site.arguments[0]);
  if (mutex == kNone)
    return;
  const facts::AccessPath& path = unit_.interner.get(mutex);
  if (!path.elements.empty() && path.elements.back().kind == facts::ElementKind::kField) {
    unit_.recursive_locks.insert(path.elements.back().name);
    if (const auto* constructor = dyn_cast<CXXConstructorDecl>(body_.function))
      unit_.recursive_classes.insert(constructor->getParent());
  } else if (path.root == facts::RootKind::kGlobal && path.elements.empty()) {
    unit_.recursive_locks.insert(path.name);
  }
}

void Translator::call(const CallExpr* call) {
  const CallSite site = site_of(call);
  if (isa<CXXPseudoDestructorExpr>(call->getCallee()->IgnoreParens()))
    return; // of a template, for a type that has none
  if (!site.callee)
    return indirect_call(call);
  if (isa<CXXDestructorDecl>(site.callee)) {
    destroy(receiver_path(site), cast<CXXDestructorDecl>(site.callee)->getFunctionObjectParameterType(),
            unit_.locations.at(static_cast<const Expr*>(call)), /*is_exact=*/false);
    return;
  }
  if (value_category_call(site))
    return;
  if (site.callee->getBuiltinID() && site.callee->getName().starts_with("__sync_") && !site.arguments.empty()) {
    const std::size_t before = out_.events.size();
    access(paths_.pointee(site.arguments[0]), AccessKind::kReadWrite, unit_.locations.at(site.expression), "seq_cst");
    if (out_.events.size() > before)
      out_.events.back().is_atomic = true;
    return;
  }
  note_recursive(site);
  note_order(site);
  hand_out(site);
  note_stream(site);
  if (model_call(site)) {
    if (!site.receiver) // a library's function, which calls what it gets by itself
      std::for_each(site.arguments.begin(), site.arguments.end(), [&](const Expr* argument) { follow(argument); });
    return;
  }
  if (!unit_.library.is_library(site.callee))
    user_call(site);
  else
    library_call(site);
}

// Attributes, and the custom of lock classes to have an AssertHeld() that may well be empty.
void Translator::assert_held(const CallSite& site) {
  const PathId receiver = site.receiver ? receiver_path(site) : kNone;
  if (receiver == kNone)
    return;
  std::vector<facts::DeltaLock> asserted = asserted_locks(unit_, site.callee);
  const auto* method = cast<CXXMethodDecl>(site.callee);
  if (asserted.empty() && method->getDeclName().isIdentifier() && method->getName() == "AssertHeld" &&
      unit_.types.info(method->getParent()).lock != facts::LockKind::kNone)
    asserted.push_back({paths_.this_path(), facts::Mode::kExclusive, true});
  for (const facts::DeltaLock& lock : asserted) {
    const facts::AccessPath path = unit_.interner.get(lock.path);
    if (path.root != facts::RootKind::kThis)
      continue;
    Event& event = add(EventKind::kAssertHeld, unit_.locations.at(site.expression));
    event.mode = lock.mode;
    event.locks = {paths_.collapse(unit_.interner.append(receiver, path, 0))};
  }
}

// What a virtual call runs where the class of the object is known: of a variable, member or element that holds the
// object itself, of what a pointer was made for by `new` and never leads away from, of final classes and methods.
const CXXMethodDecl* Translator::only_target(const CallSite& site, const CXXMethodDecl* method) const {
  if (!method->isVirtual() || !site.receiver)
    return nullptr;
  if (const CXXMethodDecl* known = method->getDevirtualizedMethod(site.receiver, /*IsAppleKext=*/false))
    return known;
  const Expr* object = site.receiver->IgnoreParenBaseCasts()->IgnoreParenImpCasts();
  const CXXRecordDecl* exact = nullptr;
  if (!site.arrow && holds_elements(object)) {
    exact = record_of(object->getType());
  } else if (const auto* reference = dyn_cast<DeclRefExpr>(object); reference && site.arrow) {
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    const bool is_fixed = variable && variable->hasLocalStorage() && variable->getInit() &&
                          !reference->refersToEnclosingVariableOrCapture() && !body_.scan.reassigned.contains(variable);
    const auto* made = is_fixed ? dyn_cast<CXXNewExpr>(variable->getInit()->IgnoreParenImpCasts()) : nullptr;
    exact = made ? record_of(made->getAllocatedType()) : nullptr;
  }
  return exact && exact->hasDefinition() ? method->getCorrespondingMethodInClass(exact, /*MayBeBase=*/false) : nullptr;
}

// An element of an array or container, which are of objects of one class.
bool Translator::holds_elements(const Expr* element) const {
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(element))
    return isa<ImplicitCastExpr>(subscript->getBase()) &&
           cast<ImplicitCastExpr>(subscript->getBase())->getCastKind() == CK_ArrayToPointerDecay;
  if (const auto* reference = dyn_cast<DeclRefExpr>(element))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()))
      if (const auto range = body_.scan.ranges.find(variable); range != body_.scan.ranges.end())
        return range->second->getType()->isArrayType() ||
               unit_.types.info(range->second->getType()).role == Role::kContainer;
  const auto* call = dyn_cast<CallExpr>(element);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  const auto* owner = callee && isa<CXXMethodDecl>(callee) ? cast<CXXMethodDecl>(callee)->getParent() : nullptr;
  return owner && callee->getReturnType()->isLValueReferenceType() && unit_.library.is_library(callee) &&
         unit_.types.info(owner).role == Role::kContainer;
}

void Translator::user_call(const CallSite& site) {
  const auto* method = dyn_cast<CXXMethodDecl>(site.callee);
  if (method && !method->isUserProvided()) {
    // Implicit and defaulted assignment: copies one object over another.
    if (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) {
      access(site.arguments[0], method->isMoveAssignmentOperator() ? AccessKind::kReadWrite : AccessKind::kRead,
             site.expression);
      access(site.receiver, AccessKind::kWrite, site.expression);
      body_.result_of[site.expression] = receiver_path(site);
    }
    return;
  }
  assert_held(site);
  const bool is_lambda = method && method->getParent()->isLambda();
  Event event;
  event.kind = EventKind::kCall;
  event.where = unit_.locations.at(site.expression);
  event.callee = unit_.names.symbol(site.callee);
  event.callee_kind = CalleeKind::kDirect;
  fill_arguments(site, event);
  if (is_lambda) {
    if (std::optional<facts::Callable> lambda = follow(site.receiver)) {
      event.path = lambda->path;
      event.receiver = lambda->receiver;
      if (lambda->path == kNone)
        event.callables.push_back(std::move(*lambda));
    }
  } else if (method && method->isInstance()) {
    event.receiver = {paths_.collapse(receiver_path(site)), true, method->isConst(), selections_.of(site.receiver)};
    const auto* member = dyn_cast<MemberExpr>(cast<CallExpr>(site.expression)->getCallee()->IgnoreParens());
    const bool qualified = member && member->hasQualifier();
    // No derived part exists yet, or any more.
    const bool is_partial = isa_and_nonnull<CXXConstructorDecl, CXXDestructorDecl>(body_.function) && site.receiver &&
                            isa<CXXThisExpr>(site.receiver->IgnoreParenImpCasts());
    const CXXMethodDecl* exact = qualified ? nullptr : only_target(site, method);
    if (exact)
      event.callee = unit_.names.symbol(exact);
    else if (method->isVirtual() && !qualified && !is_partial)
      event.callee_kind = CalleeKind::kVirtual;
    event.receiver_class = known_class(site.receiver, (exact ? exact : method)->getParent());
  }
  if (site.expression->isPRValue() && site.expression->getType()->isRecordType())
    event.result = paths_.target(site.expression);
  body_.event_of[site.expression] = static_cast<EventId>(out_.events.size());
  out_.events.push_back(std::move(event));
  note_event(site.expression);
}

void Translator::indirect_call(const CallExpr* call) {
  const Expr* callee = call->getCallee();
  CallSite site;
  site.expression = call;
  Event event;
  event.kind = EventKind::kCall;
  event.where = unit_.locations.at(static_cast<const Expr*>(call));
  event.callee_kind = CalleeKind::kFunctionPointer;
  QualType type = callee->getType();
  if (const auto* operation = dyn_cast<BinaryOperator>(callee->IgnoreParens()); operation && operation->isPtrMemOp()) {
    type = operation->getRHS()->getType();
    event.path = paths_.object(operation->getRHS()->IgnoreParenImpCasts());
    event.receiver = {operation->getOpcode() == BO_PtrMemI ? paths_.pointee(operation->getLHS())
                                                           : paths_.object(operation->getLHS()),
                      true, false};
  } else {
    event.path = paths_.callable_path(callee);
  }
  if (const auto* member = type->getAs<MemberPointerType>())
    type = member->getPointeeType();
  else if (type->isAnyPointerType() || type->isReferenceType())
    type = type->getPointeeType();
  event.text = unit_.names.type(type);
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(body_.function);
  event.is_predicate = method && unit_.types.info(method->getParent()).role == Role::kWaitPredicate;
  for (const Expr* argument : call->arguments()) {
    event.actuals.push_back(paths_.actual(argument, argument->getType()));
    if (argument->isGLValue())
      event.actuals.back().by_reference = true;
    if (std::optional<facts::Callable> callable = paths_.callable(argument)) {
      callable->parameter = static_cast<std::uint32_t>(event.actuals.size() - 1);
      event.callables.push_back(std::move(*callable));
    }
  }
  body_.event_of[call] = static_cast<EventId>(out_.events.size());
  out_.events.push_back(std::move(event));
}

// `std::make_unique<T>(object)` with an object of T itself: what comes back is a copy.
bool Translator::is_copied(const CallSite& site, const Expr* argument) const {
  const auto* made = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record_of(site.expression->getType()));
  return made && argument->isLValue() && site.arguments.size() == 1 && !site.receiver &&
         unit_.types.info(made).role == Role::kSmartPointer &&
         made->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         unit_.context.hasSameUnqualifiedType(made->getTemplateArgs()[0].getAsType(), argument->getType());
}

// Code whose body is not looked at: it reads what it gets by const reference, may change what it gets otherwise, and
// calls the callables it gets before it returns.
void Translator::library_call(const CallSite& site) {
  const auto* method = dyn_cast<CXXMethodDecl>(site.callee);
  const OverloadedOperatorKind operation = site.callee->getOverloadedOperator();
  if (site.receiver && site.arguments.empty() && (operation == OO_Star || operation == OO_Arrow))
    if (const PathId element = paths_.element(site.receiver); element != kNone) {
      body_.result_of[site.expression] = element;
      return;
    }
  if (method && site.receiver && method->isInstance()) {
    const PathId path = receiver_path(site);
    const std::size_t before = out_.events.size();
    if (unit_.types.sync(site.arrow ? site.receiver->getType()->getPointeeType() : site.receiver->getType()) ==
        facts::SyncKind::kNone)
      access(path, method->isConst() ? AccessKind::kRead : AccessKind::kMutate, unit_.locations.at(site.expression),
             method->getDeclName().isIdentifier() ? method->getName().str() : method->getNameAsString());
    note_selection(before, site.receiver, site.expression);
  }
  for (std::size_t i = 0; i < site.arguments.size() && i < site.callee->getNumParams(); ++i) {
    const QualType type = site.callee->getParamDecl(i)->getType();
    const Expr* argument = site.arguments[i];
    if (isa<CXXDefaultArgExpr>(argument) || !(type->isReferenceType() || type->isAnyPointerType()))
      continue;
    const QualType object = type->getPointeeType();
    if (object->isFunctionType() || record_of(object) != nullptr ? unit_.types.sync(object) != facts::SyncKind::kNone
                                                                 : object->isFunctionType())
      continue;
    const bool only_reads = is_copied(site, argument) || unit_.library.only_reads(site.callee) ||
                            (unit_.library.has_body(site.callee) && !unit_.library.writes(site.callee, object));
    const bool writes = !only_reads && !object.isConstQualified() && !type->isRValueReferenceType() &&
                        !(site.callee->isTemplateInstantiation() && argument->getType().isConstQualified());
    const PathId path = type->isAnyPointerType() ? paths_.pointee(argument) : paths_.object(argument);
    if (!writes && is_constant(argument))
      continue;
    const std::size_t before = out_.events.size();
    access(path, writes ? AccessKind::kReadWrite : AccessKind::kRead, unit_.locations.at(argument->getExprLoc()),
           site.callee->getDeclName().isIdentifier() ? site.callee->getName().str() : site.callee->getNameAsString());
    note_selection(before, argument, nullptr);
  }
  forward_arguments(site);
}

// Library code keeps what it gets, hands it to a constructor (emplacement, make_unique), or calls it before it returns.
// Where its body is not known, what is no container's is taken to call.
void Translator::forward_arguments(const CallSite& site) {
  Library& library = unit_.library;
  const bool is_known = library.has_body(site.callee);
  if (is_known)
    for (const CXXRecordDecl* record : library.classes_made(site.callee))
      unit_.mark_instantiated(QualType(record->getTypeForDecl(), 0));
  if (is_known && library.thread_started(site.callee))
    return start_thread(site, library.thread_started(site.callee));
  if (const Library::Made made = is_known ? library.object_made(site.callee) : Library::Made{};
      made.constructor && made.arguments <= site.arguments.size())
    return make_object(site, made);
  const bool parallel = !site.arguments.empty() && is_parallel_policy(site.arguments[0]);
  const auto* method = dyn_cast<CXXMethodDecl>(site.callee);
  const Role role = method ? unit_.types.info(method->getParent()).role : Role::kNone;
  const bool keeps = role == Role::kContainer || role == Role::kOptional || role == Role::kSmartPointer;
  const auto is_called = [&](const Expr* argument) {
    return parallel || (is_known ? library.calls(site.callee, argument->getType()) : !keeps);
  };
  call_callables(site, 0, parallel ? EventKind::kDispatch : EventKind::kCall, unit_.names.model(site.callee),
                 site.callee->isInStdNamespace(), is_called);
  // `std::make_shared<std::packaged_task<void()>>(job)`
  const CXXRecordDecl* made = site.receiver ? nullptr : record_of(site.expression->getType());
  const bool makes_callable =
      made && unit_.types.info(made).role == Role::kSmartPointer && unit_.types.keeps_callable(made);
  if (!keeps && !makes_callable && role != Role::kFunctionObject)
    return;
  const PathId holder = role == Role::kFunctionObject ? receiver_path(site) : made_path(site);
  for (const Expr* argument : site.arguments)
    if (!is_called(argument))
      keep(holder, argument, unit_.locations.at(site.expression));
}

// `std::execution::par` and friends: the algorithm calls what it gets on several threads at once.
bool Translator::is_parallel_policy(const Expr* argument) const {
  const CXXRecordDecl* record = record_of(argument->getType().getNonReferenceType());
  return record && record->getDeclName().isIdentifier() &&
         (record->getName() == "parallel_policy" || record->getName() == "parallel_unsequenced_policy");
}

// Where a library call puts the object that it makes: into its receiver, or behind the pointer that it returns.
PathId Translator::made_path(const CallSite& site) {
  if (!site.receiver && isa<CXXConstructExpr>(site.expression))
    return paths_.target(site.expression);
  if (!site.receiver) {
    const bool points = unit_.types.info(site.expression->getType()).role == Role::kSmartPointer;
    return points ? unit_.interner.deref(paths_.target(site.expression)) : kNone;
  }
  const QualType type = site.arrow ? site.receiver->getType()->getPointeeType() : site.receiver->getType();
  const PathId whole = receiver_path(site);
  if (whole == kNone)
    return kNone;
  return unit_.types.info(type).role == Role::kOptional ? unit_.interner.deref(whole) : unit_.interner.index(whole);
}

// A key or position may come before the callable and what is passed to it.
void Translator::start_thread(const CallSite& site, const CXXRecordDecl* thread) {
  std::size_t first = 0;
  std::optional<facts::Callable> callable;
  while (first < site.arguments.size() && !(callable = paths_.callable(site.arguments[first])))
    ++first;
  if (callable)
    follow(site.arguments[first]);
  else
    first = 0; // what runs is not known: that something does still counts
  const PathId path = made_path(site);
  dispatch_thread(llvm::ArrayRef(site.arguments).drop_front(first), std::move(callable), path,
                  unit_.names.model(thread), unit_.locations.at(site.expression));
}

// Emplacement, make_unique and the like run a constructor of the program with the last arguments that they get.
void Translator::make_object(const CallSite& site, Library::Made made) {
  CallSite inner = site;
  inner.callee = made.constructor;
  inner.arguments.erase(inner.arguments.begin(), inner.arguments.end() - made.arguments);
  Event event;
  event.kind = EventKind::kCall;
  event.where = unit_.locations.at(site.expression);
  event.callee_kind = CalleeKind::kDirect;
  event.callee = unit_.names.symbol(made.constructor);
  event.receiver = {made_path(site), true, false};
  fill_arguments(inner, event);
  out_.events.push_back(std::move(event));
}

// `std::visit([](auto& message) { ... }, ...)`: the other bodies of the generic lambda whose first was added.
void Translator::add_instances(const Expr* value, std::vector<facts::Callable>& callables) {
  const auto* lambda = dyn_cast<LambdaExpr>(paths_.named_callable(value));
  if (!lambda || !lambda->isGenericLambda())
    return;
  const facts::Callable first = callables.back();
  for (const FunctionDecl* instance : instances_of(lambda)) {
    facts::Callable other = first;
    other.symbol = unit_.names.symbol(instance);
    other.type = unit_.names.signature(instance);
    if (instance->hasBody() && other.symbol != first.symbol)
      callables.push_back(std::move(other));
  }
}

void Translator::call_callables(const CallSite& site, std::size_t from, EventKind kind, const std::string& text,
                                bool synchronous, llvm::function_ref<bool(const Expr*)> is_called) {
  std::vector<facts::Callable> callables;
  for (std::size_t i = from; i < site.arguments.size(); ++i)
    if (std::optional<facts::Callable> callable = paths_.callable(site.arguments[i]);
        callable && is_called(site.arguments[i])) {
      follow(site.arguments[i]);
      callable->parameter = static_cast<std::uint32_t>(i);
      callables.push_back(std::move(*callable));
      if (kind == EventKind::kCall)
        add_instances(site.arguments[i], callables);
    }
  if (callables.empty() && kind == EventKind::kCall)
    return;
  if (kind == EventKind::kDispatch && !synchronous)
    for (facts::Callable& callable : callables)
      paths_.bind(callable, llvm::ArrayRef(site.arguments).drop_front(callable.parameter));
  Event& event = add(kind, unit_.locations.at(site.expression));
  event.callables = std::move(callables);
  event.callee_kind = kind == EventKind::kCall ? CalleeKind::kCallable : CalleeKind::kNone;
  event.text = text;
  event.is_synchronous = synchronous;
  if (site.expression->isPRValue() && site.expression->getType()->isRecordType())
    event.path = paths_.target(site.expression);
}

} // namespace paraudit::analysis
