// Constructions and destructions as events. See translate.h.
#include "checker/analysis/translate.h"

#include "checker/analysis/constants.h"

namespace paraudit::analysis {

using namespace clang;
using facts::AccessKind;
using facts::CalleeKind;
using facts::Event;
using facts::EventKind;
using facts::kNone;
using facts::Location;
using facts::Mode;
using facts::PathId;
using models::Role;

namespace {

constexpr int kMaxDestroyDepth = 3;

bool tag_is(QualType type, StringRef name) {
  const CXXRecordDecl* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && record->getDeclName().isIdentifier() && record->getName() == name;
}

bool is_lock_tag(QualType type) {
  return tag_is(type, "defer_lock_t") || tag_is(type, "try_to_lock_t") || tag_is(type, "adopt_lock_t");
}

} // namespace

void Translator::destroy_parts(PathId path, const CXXRecordDecl* record, const Location& where, int depth) {
  if (depth >= kMaxDestroyDepth)
    return;
  for (const FieldDecl* field : record->fields())
    if (field->getType().isDestructedType() == QualType::DK_cxx_destructor && path != kNone)
      destroy(unit_.interner.field(path, unit_.names.canonical(field)), field->getType(), where, true, depth + 1);
  for (const CXXBaseSpecifier& base : record->bases())
    destroy(path, base.getType(), where, true, depth + 1);
}

void Translator::destroy(PathId path, QualType type, const Location& where, bool is_exact, int depth) {
  const CXXRecordDecl* record = record_of(type);
  if (!record || !record->hasDefinition())
    return;
  record = record->getDefinition();
  const TypeInfo info = unit_.types.info(record);
  if (unit_.types.is_guard(type)) {
    Event& event = add(EventKind::kRelease, where);
    event.guard = path;
    event.mode = unit_.types.is_shared_guard(type) ? Mode::kShared : Mode::kExclusive;
    event.is_implicit = true;
    return;
  }
  if (info.role == Role::kJoiningThread) {
    Event& event = add(EventKind::kJoin, where);
    event.path = path;
    event.text = "join";
    event.is_implicit = true;
    return;
  }
  if (info.role == Role::kSmartPointer || info.role == Role::kContainer || info.role == Role::kOptional)
    return destroy_contents(path, record, where, depth);
  const CXXDestructorDecl* destructor = record->getDestructor();
  if (!destructor || info.role != Role::kNone || unit_.locations.in_system_header(record->getLocation()))
    return;
  if (!destructor->isUserProvided() && !destructor->isVirtual())
    return destroy_parts(path, record, where, depth);
  Event& event = add(EventKind::kCall, where);
  event.callee_kind = destructor->isVirtual() && !is_exact ? CalleeKind::kVirtual : CalleeKind::kDirect;
  event.callee = unit_.names.symbol(destructor);
  event.receiver = {path, true, false};
  event.is_implicit = true;
}

// What a std::unique_ptr, a std::optional or a container owns. Whether a std::shared_ptr is the last one nobody knows
// here.
void Translator::destroy_contents(PathId path, const CXXRecordDecl* record, const Location& where, int depth) {
  const auto* instance = dyn_cast<ClassTemplateSpecializationDecl>(record);
  if (!instance || depth >= kMaxDestroyDepth)
    return;
  const StringRef name = instance->getName();
  const TemplateArgumentList& arguments = instance->getTemplateArgs();
  const bool is_optional = unit_.types.info(record).role == Role::kOptional;
  if (name == "unique_ptr" || (is_optional && arguments.size() > 0 && arguments[0].getKind() == TemplateArgument::Type))
    return destroy(path == kNone ? kNone : unit_.interner.deref(path), arguments[0].getAsType(), where, is_optional,
                   depth + 1);
  if (unit_.types.info(record).role != Role::kContainer)
    return;
  for (unsigned i = 0; i < std::min(arguments.size(), name.ends_with("map") ? 2U : 1U); ++i)
    if (arguments[i].getKind() == TemplateArgument::Type)
      destroy(path == kNone ? kNone : unit_.interner.index(path), arguments[i].getAsType(), where, true, depth + 1);
}

// Elements that are taken out one by one were often moved from, so that a pointer owns nothing any more.
void Translator::destroy_by_method(const CallSite& site, Role role, StringRef method) {
  QualType type = site.receiver->getType();
  const CXXRecordDecl* record = record_of(site.arrow ? type->getPointeeType() : type);
  const bool sets_null =
      method == "operator=" && !site.arguments.empty() &&
      (tag_is(site.arguments.back()->getType(), "nullopt_t") || is_null(site.arguments.back(), unit_.context));
  const bool resets = role == Role::kSmartPointer || role == Role::kOptional;
  const bool empties = resets ? method == "reset" || sets_null : method == "clear";
  const auto* instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  const bool takes_out = role == Role::kContainer && (method == "erase" || method.starts_with("pop"));
  if (!instance || (!empties && !takes_out))
    return;
  // Of a map the value, which comes last of what its elements are made of.
  const TemplateArgumentList& arguments = instance->getTemplateArgs();
  const unsigned parts = std::min(arguments.size(), StringRef(instance->getName()).ends_with("map") ? 2U : 1U);
  const bool is_of_pointers = parts > 0 && arguments[parts - 1].getKind() == TemplateArgument::Type &&
                              unit_.types.info(arguments[parts - 1].getAsType()).role == Role::kSmartPointer;
  if (empties || !is_of_pointers)
    destroy_contents(paths_.collapse(receiver_path(site)), instance, unit_.locations.at(site.expression), 0);
}

void Translator::construct(const CXXConstructExpr* construct) {
  const CXXConstructorDecl* constructor = construct->getConstructor();
  const CXXRecordDecl* record = constructor->getParent();
  if (construct->isElidable() && construct->getNumArgs() >= 1 && construction_of(construct) != construct)
    return;
  unit_.mark_instantiated(construct->getType());
  if (unit_.types.is_guard(construct->getType()))
    return construct_guard(construct, construct->getType(), paths_.target(construct),
                           llvm::SmallVector<const Expr*, 4>(construct->arg_begin(), construct->arg_end()));
  const TypeInfo info = unit_.types.info(record);
  if (info.role == Role::kThread || info.role == Role::kJoiningThread)
    return construct_thread(construct);
  if (info.role == Role::kNone && unit_.types.runs_code(constructor))
    return construct_user(construct);
  if (unit_.library.is_library(constructor) && unit_.library.has_body(constructor) && construct->getNumArgs() > 0)
    if (const CXXRecordDecl* thread = unit_.library.thread_started(constructor)) {
      CallSite site;
      site.expression = construct;
      site.callee = constructor;
      site.arguments.append(construct->arg_begin(), construct->arg_end());
      start_thread(site, thread);
    }
  if (info.role == Role::kFileStream && construct->getNumArgs() > 0 && !isa<CXXDefaultArgExpr>(construct->getArg(0)) &&
      !constructor->isCopyOrMoveConstructor())
    add(EventKind::kBlocking, unit_.locations.at(static_cast<const Expr*>(construct))).text = "file-io";
  if (unit_.types.keeps_callable(record) && construct->getNumArgs() > 0)
    keep(paths_.target(construct), construct->getArg(0), unit_.locations.at(static_cast<const Expr*>(construct)));
  // Copies and library values read what they are made from.
  for (unsigned i = 0; i < construct->getNumArgs(); ++i) {
    const Expr* argument = construct->getArg(i);
    const QualType type = i < constructor->getNumParams() ? constructor->getParamDecl(i)->getType() : QualType();
    if (!type.isNull() && type->isReferenceType() && !isa<CXXDefaultArgExpr>(argument))
      access(argument, type->isRValueReferenceType() ? AccessKind::kReadWrite : AccessKind::kRead, construct);
  }
}

void Translator::construct_user(const CXXConstructExpr* construct) {
  CallSite site;
  site.expression = construct;
  site.callee = construct->getConstructor();
  for (const Expr* argument : construct->arguments())
    site.arguments.push_back(argument);
  Event& event = add(EventKind::kCall, unit_.locations.at(static_cast<const Expr*>(construct)));
  event.callee_kind = CalleeKind::kDirect;
  event.callee = unit_.names.symbol(site.callee);
  event.receiver = {paths_.target(construct), true, false};
  fill_arguments(site, event);
}

// The guard that an expression gives away, itself or by a pointer to a new one.
PathId Translator::moved_guard(const Expr* given) {
  const QualType type = given->getType();
  if (unit_.types.is_guard(type))
    return paths_.object(given);
  return type->isAnyPointerType() && unit_.types.is_guard(type->getPointeeType()) ? paths_.pointee(given) : kNone;
}

// The guard types of the libraries share one shape: the locks, then perhaps a tag that says how they are taken.
void Translator::construct_guard(const Expr* expression, QualType type, PathId guard,
                                 llvm::ArrayRef<const Expr*> arguments) {
  const Location where = unit_.locations.at(expression);
  if (arguments.empty() || tag_is(arguments[0]->getType(), "nullopt_t"))
    return;
  if (const PathId source = moved_guard(arguments[0]); source != kNone) {
    Event& event = add(EventKind::kGuardMove, where);
    event.guard = guard;
    event.source = source;
    return;
  }
  bool deferred = false;
  bool adopted = false;
  bool tried = false;
  bool shared = unit_.types.is_shared_guard(type);
  std::vector<PathId> locks;
  for (const Expr* argument : arguments) {
    if (isa<CXXDefaultArgExpr>(argument))
      continue;
    const QualType passed = argument->getType();
    deferred |= tag_is(passed, "defer_lock_t");
    adopted |= tag_is(passed, "adopt_lock_t");
    tried |= tag_is(passed, "try_to_lock_t");
    if (const CXXRecordDecl* record = record_of(passed.getNonReferenceType());
        record && record->getDeclContext()->isNamespace() && record->isInStdNamespace() &&
        (tag_is(passed, "duration") || tag_is(passed, "time_point")))
      tried = true;
    bool write = true;
    if (passed->isBooleanType() && argument->isEvaluatable(unit_.context) &&
        argument->EvaluateAsBooleanCondition(write, unit_.context) && !write)
      shared = true; // tbb's scoped_lock(mutex, write = false)
    if (is_lock_tag(passed) || !(passed->isRecordType() || passed->isAnyPointerType()))
      continue;
    const QualType object = passed->isAnyPointerType() ? passed->getPointeeType() : passed;
    if (const TypeInfo info = unit_.types.info(object); info.lock == facts::LockKind::kNone && !tried)
      if (!object->isDependentType() && info.role != Role::kNone)
        continue;
    if (!tag_is(passed, "duration") && !tag_is(passed, "time_point"))
      locks.push_back(paths_.lock(argument));
  }
  std::erase(locks, kNone);
  Event& event = add(deferred || adopted ? EventKind::kGuardBind : EventKind::kAcquire, where);
  event.guard = guard;
  event.locks = std::move(locks);
  event.mode = shared ? Mode::kShared : Mode::kExclusive;
  event.is_try = tried;
  event.owned = adopted;
  body_.event_of[expression] = static_cast<facts::EventId>(out_.events.size() - 1);
}

void Translator::construct_thread(const CXXConstructExpr* construct) {
  if (construct->getNumArgs() == 0)
    return;
  const Role first = unit_.types.info(construct->getArg(0)->getType()).role;
  if (first == Role::kThread || first == Role::kJoiningThread)
    return;
  const llvm::SmallVector<const Expr*, 6> arguments(construct->arg_begin(), construct->arg_end());
  dispatch_thread(arguments, follow(arguments[0]), paths_.target(construct),
                  unit_.names.model(construct->getConstructor()->getParent()),
                  unit_.locations.at(static_cast<const Expr*>(construct)));
}

void Translator::dispatch_thread(llvm::ArrayRef<const Expr*> arguments, std::optional<facts::Callable> callable,
                                 PathId thread, const std::string& text, const Location& where) {
  if (callable) {
    callable->parameter = 0;
    callable->receiver.by_reference &= !paths_.is_copied_functor(arguments[0]);
    paths_.bind(*callable, arguments);
  }
  Event& event = add(EventKind::kDispatch, where);
  event.path = thread;
  event.text = text;
  if (callable)
    event.callables.push_back(std::move(*callable));
}

} // namespace paraudit::analysis
