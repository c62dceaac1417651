// Calls that the model tables know. See translate.h and checker/models.
#include "checker/analysis/constants.h"
#include "checker/analysis/translate.h"

namespace paraudit::analysis {

using namespace clang;
using facts::AccessKind;
using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::kNone;
using facts::Mode;
using facts::PathId;
using models::CallModel;
using models::Effect;
using models::Role;

namespace {

// Flags as Linux numbers them: WNOHANG, MSG_DONTWAIT, LOCK_NB with LOCK_UN.
std::int64_t no_wait_flags(std::string_view kind) {
  return kind == "process-wait" ? 1 : kind == "socket-io" ? 0x40 : kind == "file-lock" ? 4 | 8 : 0;
}

// By the value of the argument that says how long, or how much.
bool does_not_wait(Effect effect, std::string_view kind, std::int64_t value) {
  return effect == Effect::kBlockingUnlessZero  ? value == 0
         : effect == Effect::kBlockingUnlessFew ? value <= 8
                                                : (value & no_wait_flags(kind)) != 0;
}

} // namespace

PathId Translator::argument_path(const CallSite& site, std::size_t index) {
  return index < site.arguments.size() ? paths_.referent(site.arguments[index]) : kNone;
}

bool Translator::model_call(const CallSite& site) {
  const std::string& name = unit_.names.model(site.callee);
  const bool is_library_function = unit_.locations.in_system_header(site.callee->getLocation());
  if (const CallModel* model = unit_.models.find_call(name, site.callee->isExternC() || is_library_function)) {
    apply(model->effect, site, model);
    return true;
  }
  if (runs_under_once(site) || makes_guard(site))
    return true;
  if (!site.receiver)
    return false;
  QualType type = site.receiver->getType();
  if (site.arrow)
    type = type->getPointeeType();
  Role role = unit_.types.is_guard(type) ? Role::kGuard : unit_.types.info(type).role;
  if (role == Role::kNone)
    return false;
  const auto* method = cast<CXXMethodDecl>(site.callee);
  std::string method_name = method->getNameAsString();
  if (isa<CXXConversionDecl>(method))
    method_name = role == Role::kAtomic ? "load" : "operator bool";
  destroy_by_method(site, role, method_name);
  bool known = false;
  Effect effect = models::find_method(role, method_name, &known);
  // `release()` of the standard library gives the mutex back to the caller, still locked; TBB's unlocks it.
  if (effect == Effect::kGuardDrop && method->getReturnType()->isVoidType())
    effect = Effect::kGuardRelease;
  if (known) {
    apply(effect, site, nullptr);
    return true;
  }
  if (role == Role::kThreadSafe) {
    apply(Effect::kReadReceiver, site, nullptr);
    return true;
  }
  // What the tables leave out of a known type changes no lock; of a container, it reads or changes.
  return role == Role::kLock || role == Role::kGuard || role == Role::kWaitObject || role == Role::kCondvar ||
         role == Role::kOnce;
}

// Whoever is given a once flag and, next, something to call, calls it once: no other use can be made of the two.
bool Translator::runs_under_once(const CallSite& site) {
  for (std::size_t i = 0; i + 1 < site.arguments.size(); ++i) {
    const QualType type = site.arguments[i]->getType();
    if (unit_.types.info(type->isPointerType() ? type->getPointeeType() : type).role == Role::kOnce &&
        paths_.callable(site.arguments[i + 1])) {
      run_once(site, paths_.collapse(argument_path(site, i)), i + 1);
      return true;
    }
  }
  return false;
}

void Translator::apply(Effect effect, const CallSite& site, const CallModel* model) {
  if (effect == Effect::kNone)
    return;
  PathId subject = kNone;
  if (model && model->argument != models::kReceiver)
    subject = paths_.collapse(argument_path(site, model->argument));
  else
    subject = paths_.collapse(receiver_path(site));
  if (apply_lock(effect, site, subject) || apply_guard(effect, site) || apply_locked_value(effect, site) ||
      apply_parallel(effect, site, model))
    return;
  apply_data(effect, site, model);
}

bool Translator::apply_lock(Effect effect, const CallSite& site, PathId subject) {
  EventKind kind = EventKind::kAcquire;
  bool tried = false;
  bool zero = false;
  switch (effect) {
  case Effect::kAcquire:
  case Effect::kAcquireShared:
  case Effect::kAcquireAll:
    break;
  case Effect::kAcquireZero:
  case Effect::kAcquireSharedZero:
    zero = true;
    break;
  case Effect::kTryAcquireZero:
  case Effect::kTryAcquireSharedZero:
  case Effect::kTryAcquireAllZero:
    zero = true;
    [[fallthrough]];
  case Effect::kTryAcquire:
  case Effect::kTryAcquireShared:
    tried = true;
    break;
  case Effect::kRelease:
  case Effect::kReleaseShared:
    kind = EventKind::kRelease;
    break;
  case Effect::kAssertHeld:
  case Effect::kAssertHeldShared:
    kind = EventKind::kAssertHeld;
    break;
  default:
    return false;
  }
  Event event;
  event.kind = kind;
  event.where = unit_.locations.at(site.expression);
  event.is_try = tried;
  event.mode = models::is_shared_acquire(effect) ? Mode::kShared : Mode::kExclusive;
  if (effect == Effect::kAcquireAll || effect == Effect::kTryAcquireAllZero) {
    // std::lock(a, b) takes locks, or the locks of deferred guards.
    for (const Expr* argument : site.arguments) {
      const PathId path = paths_.lock(argument);
      if (path != kNone && unit_.types.is_guard(argument->getType()))
        event.actuals.push_back({path, true, false});
      else if (path != kNone)
        event.locks.push_back(path);
    }
  } else if (subject != kNone) {
    event.locks = {subject};
  }
  const auto id = static_cast<EventId>(out_.events.size());
  if (tried || zero) {
    body_.event_of[site.expression] = id;
    zero_means_success_[id] = zero;
  }
  out_.events.push_back(std::move(event));
  return true;
}

bool Translator::apply_guard(Effect effect, const CallSite& site) {
  Event event;
  event.where = unit_.locations.at(site.expression);
  event.guard = holder_of_guard(receiver_path(site));
  const bool shared = site.receiver && unit_.types.is_shared_guard(site.receiver->getType());
  event.mode = shared ? Mode::kShared : Mode::kExclusive;
  switch (effect) {
  case Effect::kGuardAcquire:
  case Effect::kGuardTryAcquire:
  case Effect::kGuardLate:
  case Effect::kGuardLateTry:
    event.kind = EventKind::kAcquire;
    event.is_try = effect == Effect::kGuardTryAcquire || effect == Effect::kGuardLateTry;
    if (effect == Effect::kGuardLate || effect == Effect::kGuardLateTry)
      event.locks = {paths_.lock(site.arguments[0])};
    break;
  case Effect::kGuardRelease:
    event.kind = EventKind::kRelease;
    break;
  case Effect::kGuardDrop:
    event.kind = EventKind::kGuardDrop;
    break;
  case Effect::kGuardAssign:
  case Effect::kGuardEmplace:
    return replace_guard(effect, site, std::move(event));
  case Effect::kGuardAppend:
    construct_guard(site.expression, site.receiver->getType(), event.guard, site.arguments);
    return true;
  case Effect::kGuardMap:
    event.kind = EventKind::kGuardMove;
    event.source = event.guard;
    event.guard = paths_.target(site.expression);
    break;
  case Effect::kGuardOwns:
  case Effect::kGuardSwap:
    return true;
  default:
    return false;
  }
  std::erase(event.locks, kNone);
  if (event.is_try)
    body_.event_of[site.expression] = static_cast<EventId>(out_.events.size());
  out_.events.push_back(std::move(event));
  return true;
}

// Guards in a container are told together, as one that holds the locks of all.
PathId Translator::holder_of_guard(PathId guard) {
  while (guard != kNone && !unit_.interner.get(guard).elements.empty() &&
         unit_.interner.get(guard).elements.back().kind == facts::ElementKind::kIndex)
    guard = unit_.interner.parent(guard);
  return guard;
}

// What a guard, or a holder of one, has is given up first; `event` says which it is.
bool Translator::replace_guard(Effect effect, const CallSite& site, Event event) {
  Event release = event;
  release.kind = EventKind::kRelease;
  out_.events.push_back(std::move(release));
  if (effect == Effect::kGuardEmplace) {
    const QualType type = site.arrow ? site.receiver->getType()->getPointeeType() : site.receiver->getType();
    construct_guard(site.expression, type, event.guard, site.arguments);
    return true;
  }
  body_.result_of[site.expression] = event.guard;
  const PathId moved = site.arguments.empty() ? kNone : moved_guard(site.arguments[0]);
  if (moved == kNone)
    return true; // nothing, or a null pointer
  event.kind = EventKind::kGuardMove;
  event.source = moved;
  out_.events.push_back(std::move(event));
  return true;
}

// std::make_unique<std::lock_guard<std::mutex>>(mutex) and its like.
bool Translator::makes_guard(const CallSite& site) {
  const FunctionDecl* callee = site.callee;
  if (site.receiver || !callee->isInStdNamespace() || !callee->getDeclName().isIdentifier() ||
      !callee->getName().starts_with("make_") || !unit_.types.is_guard(site.expression->getType()))
    return false;
  construct_guard(site.expression, site.expression->getType(), paths_.target(site.expression), site.arguments);
  return true;
}

// Lock<T>, RwLock<T>, Sharded<T>: the lock is the object; what its guards refer to is the value inside.
bool Translator::apply_locked_value(Effect effect, const CallSite& site) {
  const bool during = effect == Effect::kAcquireDuring || effect == Effect::kAcquireDuringShared;
  const bool tried = effect == Effect::kTryAcquireGuard || effect == Effect::kTryAcquireGuardShared;
  const bool indexed = effect == Effect::kAcquireGuardIndexed;
  const PathId object = receiver_path(site);
  if (effect == Effect::kInner) {
    if (object != kNone)
      body_.result_of[site.expression] = unit_.interner.field(object, "paraudit::Lock::value_");
    return true;
  }
  if (!during && !tried && !indexed && effect != Effect::kAcquireGuard && effect != Effect::kAcquireGuardShared)
    return false;
  const facts::Location where = unit_.locations.at(site.expression);
  const PathId lock = object == kNone ? kNone : indexed ? unit_.interner.index(object) : object;
  const PathId guard = paths_.target(site.expression);
  Event& acquire = add(EventKind::kAcquire, where);
  acquire.mode = models::is_shared_acquire(effect) ? Mode::kShared : Mode::kExclusive;
  acquire.is_try = tried;
  acquire.guard = during ? kNone : guard;
  if (lock != kNone)
    acquire.locks = {lock};
  if (tried)
    body_.event_of[site.expression] = static_cast<EventId>(out_.events.size() - 1);
  if (during) {
    const Mode mode = acquire.mode;
    call_callables(site, 0, EventKind::kCall, unit_.names.model(site.callee), true);
    Event& release = add(EventKind::kRelease, where);
    release.mode = mode;
    release.is_implicit = true;
    if (lock != kNone)
      release.locks = {lock};
    return true;
  }
  if (lock == kNone)
    return true;
  Event& bind = add(EventKind::kBind, where);
  bind.path = unit_.interner.deref(guard); // of an optional, too: see dereferenced()
  bind.source = unit_.interner.field(lock, "paraudit::Lock::value_");
  return true;
}

void Translator::run_once(const CallSite& site, PathId flag, std::size_t callable) {
  const facts::Location where = unit_.locations.at(site.expression);
  Event& begin = add(EventKind::kInitBegin, where);
  if (flag != kNone)
    begin.locks = {flag};
  call_callables(site, callable, EventKind::kCall, unit_.names.model(site.callee), true);
  Event& end = add(EventKind::kInitEnd, where);
  if (flag != kNone)
    end.locks = {flag};
  end.is_implicit = true;
}

void Translator::wait(Effect effect, const CallSite& site) {
  const std::size_t first = effect == Effect::kWait ? 0 : 1;
  Event event;
  event.kind = EventKind::kWait;
  event.where = unit_.locations.at(site.expression);
  event.path = effect == Effect::kWait ? receiver_path(site) : argument_path(site, 0);
  const bool guarded = first < site.arguments.size() && unit_.types.is_guard(site.arguments[first]->getType());
  const PathId released = first < site.arguments.size() ? paths_.lock(site.arguments[first]) : kNone;
  const QualType waits_on = site.receiver ? site.receiver->getType() : QualType();
  const bool is_lock_itself = // waits for a condition of what it guards
      site.receiver && unit_.types.info(site.arrow ? waits_on->getPointeeType() : waits_on).role == Role::kLock;
  if (guarded)
    event.guard = released;
  else if (is_lock_itself)
    event.locks = {paths_.collapse(event.path)};
  else if (released != kNone)
    event.locks = {released};
  std::erase(event.locks, kNone);
  for (std::size_t i = first + 1; i < site.arguments.size(); ++i)
    if (std::optional<facts::Callable> predicate = follow(site.arguments[i]))
      event.callables.push_back(std::move(*predicate));
  out_.events.push_back(std::move(event));
}

bool Translator::apply_parallel(Effect effect, const CallSite& site, const CallModel* model) {
  const std::string text{model ? model->text : std::string_view()};
  const facts::Location where = unit_.locations.at(site.expression);
  switch (effect) {
  case Effect::kCallOnce:
    run_once(site, model ? argument_path(site, 0) : receiver_path(site), model ? 1 : 0);
    return true;
  case Effect::kDispatch:
  case Effect::kDispatchSync:
    call_callables(site, model->argument, EventKind::kDispatch, text, effect == Effect::kDispatchSync);
    return true;
  case Effect::kCallSync:
    call_callables(site, model->argument, EventKind::kCall, text, true);
    return true;
  case Effect::kCallObject: {
    Event event;
    event.kind = EventKind::kCall;
    event.where = where;
    event.callee_kind = CalleeKind::kFunctionObject;
    event.path = receiver_path(site);
    if (const std::optional<facts::Callable> stored = paths_.callable(site.receiver))
      event.text = stored->type;
    fill_arguments(site, event);
    body_.event_of[site.expression] = static_cast<EventId>(out_.events.size());
    out_.events.push_back(std::move(event));
    return true;
  }
  case Effect::kWait:
  case Effect::kWaitArgument:
    wait(effect, site);
    return true;
  case Effect::kBlockingUnlessZero:
  case Effect::kBlockingUnlessFew:
  case Effect::kBlockingUnlessTold:
    if (const auto value = site.arguments.size() <= model->argument
                               ? std::nullopt
                               : constant_of(site.arguments[model->argument], unit_.context);
        value && does_not_wait(effect, model->text, *value))
      return true;
    [[fallthrough]];
  case Effect::kBlocking:
  case Effect::kBarrierWait:
  case Effect::kBlockingArgument:
  case Effect::kFutureWait: {
    if (effect == Effect::kFutureWait && !site.arguments.empty() && is_no_time(site.arguments[0], unit_.context))
      return true;
    Event& event = add(EventKind::kBlocking, where);
    event.text = effect == Effect::kFutureWait                ? "future-wait"
                 : effect == Effect::kBarrierWait             ? "barrier-wait"
                 : text.empty()                               ? "wait"
                 : text == "file-io" && goes_to_console(site) ? "console-output"
                                                              : text;
    event.path = site.receiver                         ? receiver_path(site)
                 : effect == Effect::kBlockingArgument ? argument_path(site, 0)
                                                       : kNone;
    return true;
  }
  case Effect::kThreadJoin: {
    Event& event = add(EventKind::kJoin, where);
    event.text = "join";
    event.path = site.receiver ? receiver_path(site) : argument_path(site, 0);
    return true;
  }
  default:
    return false;
  }
}

std::string Translator::memory_order(const CallSite& site) const {
  for (const Expr* argument : site.arguments) {
    const auto* enumeration = argument->getType()->getAs<EnumType>();
    if (!enumeration || enumeration->getDecl()->getName() != "memory_order")
      continue;
    constexpr std::array<const char*, 6> kOrders{"relaxed", "consume", "acquire", "release", "acq_rel", "seq_cst"};
    if (Expr::EvalResult value; argument->EvaluateAsInt(value, unit_.context)) {
      const std::int64_t order = value.Val.getInt().getExtValue();
      return order >= 0 && order < static_cast<std::int64_t>(kOrders.size()) ? kOrders[order] : "";
    }
  }
  return "seq_cst";
}

void Translator::atomic_access(Effect effect, const CallSite& site, PathId object) {
  const std::size_t before = out_.events.size();
  access(object,
         effect == Effect::kAtomicWrite       ? AccessKind::kWrite
         : effect == Effect::kAtomicReadWrite ? AccessKind::kReadWrite
                                              : AccessKind::kRead,
         unit_.locations.at(site.expression), memory_order(site));
  if (out_.events.size() > before)
    out_.events.back().is_atomic = true;
  note_selection(before, site.receiver, site.expression);
}

PathId Translator::dereferenced(const CallSite& site, Role role, PathId object) {
  if (role == Role::kWorkerLocal)
    return unit_.interner.field(object, std::string(facts::kOwnValueField));
  // A holder of a guard stands for the guard itself.
  const bool is_holder = role == Role::kOptional || role == Role::kSmartPointer;
  if (is_holder &&
      unit_.types.is_guard(site.arrow ? site.receiver->getType()->getPointeeType() : site.receiver->getType()))
    return object;
  return unit_.interner.deref(object);
}

bool Translator::apply_data(Effect effect, const CallSite& site, const CallModel* model) {
  const facts::Location where = unit_.locations.at(site.expression);
  const PathId object = site.receiver ? receiver_path(site) : kNone;
  const std::string name = site.callee->getDeclName().isIdentifier() ? site.callee->getName().str() : "";
  const auto* method = dyn_cast<CXXMethodDecl>(site.callee);
  const bool is_const = method && method->isConst();
  const TypeInfo type = site.receiver ? unit_.types.info(site.arrow ? site.receiver->getType()->getPointeeType()
                                                                    : site.receiver->getType())
                                      : TypeInfo{};
  const auto touch = [&](AccessKind kind) {
    const std::size_t before = out_.events.size();
    access(object, kind, where, name);
    if (out_.events.size() > before)
      out_.events.back().is_atomic = type.role == Role::kThreadSafe;
    note_selection(before, site.receiver, site.expression);
  };
  switch (effect) {
  case Effect::kAtomicWait:
    block_on(object, "atomic-wait", where);
    [[fallthrough]];
  case Effect::kAtomicRead:
  case Effect::kAtomicWrite:
  case Effect::kAtomicReadWrite:
    atomic_access(effect, site, object);
    break;
  case Effect::kFileIo:
    block_on(object, "file-io", where);
    touch(AccessKind::kMutate);
    break;
  case Effect::kReadReceiver:
    touch(AccessKind::kRead);
    break;
  case Effect::kMutateReceiver:
    touch(is_const && !unit_.types.interior(site.receiver->getType()).present ? AccessKind::kRead
                                                                              : AccessKind::kMutate);
    if (name.empty())
      body_.result_of[site.expression] = object; // operator=
    if (unit_.library.is_library(site.callee))
      forward_arguments(site);
    break;
  case Effect::kMutateArgument:
    access(argument_path(site, model->argument), AccessKind::kReadWrite, where, name);
    break;
  case Effect::kSwapArguments:
    for (std::size_t i = 0; i < site.arguments.size(); ++i) {
      const Expr* argument = site.arguments[i];
      const bool is_pointer = argument->getType()->isAnyPointerType(); // what it points to stays
      if (!unit_.types.is_guard(argument->getType()))
        access(is_pointer ? paths_.object(argument) : argument_path(site, i), AccessKind::kReadWrite, where, name);
    }
    break;
  case Effect::kElement:
  case Effect::kElementConst:
    take_element(effect, site, object);
    break;
  case Effect::kDeref:
    if (type.role == Role::kSmartPointer)
      touch(AccessKind::kRead);
    if (object != kNone)
      body_.result_of[site.expression] = dereferenced(site, type.role, object);
    break;
  default:
    return false;
  }
  return true;
}

} // namespace paraudit::analysis
