#include "checker/analysis/types.h"

#include "checker/analysis/prescan.h"

#include "checker/analysis/recursive_mutex.h"

#include "checker/analysis/barriers.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;
using facts::InteriorMutability;
using facts::LockKind;
using facts::SyncKind;
using models::Role;

namespace {

// `Lock`, `ReadLock`, `lock_shared`, `wrlock`, ... and what undoes it. `Acquire` and `Enter` are also what one does
// with a place in a pool: they count where the class has nothing but the lock, or is called after it.
bool names_locking(StringRef name, bool undoes, bool is_lock_alone) {
  std::string plain = models::plain_name(name);
  const llvm::StringRef action = undoes ? "unlock" : "lock";
  const std::size_t at = plain.find(action.str());
  if (at == std::string::npos)
    return is_lock_alone && (undoes ? plain == "release" || plain == "leave" : plain == "acquire" || plain == "enter");
  plain.erase(at, action.size());
  return llvm::StringSwitch<bool>(plain)
      .Cases("", "read", "write", "rd", "wr", "reader", "writer", "shared", "exclusive", "impl", true)
      .Default(false);
}

bool is_called_lock(const CXXRecordDecl* record) {
  const std::string name = record->getName().lower();
  return name.find("lock") != std::string::npos || name.find("mutex") != std::string::npos;
}

// `struct db_mutex_t { pthread_mutex_t mutex; struct hook* hook; };`, which functions lock: C has no methods.
bool is_plain_lock_struct(const CXXRecordDecl* record) {
  StringRef name = record->getDeclName().isIdentifier() ? record->getName() : "";
  name.consume_back("_t");
  return (name.ends_with_insensitive("mutex") || name.ends_with_insensitive("lock")) &&
         std::none_of(record->method_begin(), record->method_end(),
                      [](const CXXMethodDecl* method) { return method->isUserProvided(); });
}

bool has_locking_method(const CXXRecordDecl* record, bool undoes) {
  const std::ptrdiff_t fields = std::distance(record->field_begin(), record->field_end());
  const bool is_lock_alone = fields == 1 || (fields == 0 && is_called_lock(record));
  return std::any_of(record->method_begin(), record->method_end(), [&](const CXXMethodDecl* method) {
    return method->getDeclName().isIdentifier() && method->getAccess() != AS_private &&
           names_locking(method->getName(), undoes, is_lock_alone);
  });
}

// `struct Lock_impl { virtual void acquire() = 0; virtual void release() = 0; };`: the platform's, or none at all,
// behind it. Calls of its methods lock what the pointer leads to.
bool is_lock_interface(const CXXRecordDecl* record) {
  record = record->getDefinition();
  return record && record->isAbstract() && record->field_empty() && record->getNumBases() == 0 &&
         has_locking_method(record, /*undoes=*/false) && has_locking_method(record, /*undoes=*/true);
}

// Whether the class is made for an object that exists already, as guards are.
bool is_given(const CXXRecordDecl* record, const CXXRecordDecl* object) {
  return std::any_of(record->ctor_begin(), record->ctor_end(), [&](const CXXConstructorDecl* constructor) {
    return std::any_of(constructor->param_begin(), constructor->param_end(), [&](const ParmVarDecl* parameter) {
      const QualType type = parameter->getType();
      const QualType target = type->isPointerType() || type->isReferenceType() ? type->getPointeeType() : type;
      const CXXRecordDecl* given =
          target->isPointerType() ? target->getPointeeType()->getAsCXXRecordDecl() : target->getAsCXXRecordDecl();
      return given && given->getCanonicalDecl() == object->getCanonicalDecl();
    });
  });
}

bool is_lock(const TypeInfo& info) {
  return info.role == Role::kLock || (info.role == Role::kNone && info.lock != LockKind::kNone);
}

} // namespace

bool is_of_std(QualType type, StringRef name) {
  const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && record->isInStdNamespace() && record->getDeclName().isIdentifier() && record->getName() == name;
}

const CXXRecordDecl* record_of(QualType type) {
  if (type.isNull())
    return nullptr;
  return type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
}

bool is_user_provided(const FunctionDecl* function) {
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  return method ? method->isUserProvided() : true;
}

// C's lock types are typedefs of nameless unions and integers: only the alias has a name.
const models::TypeModel* Types::model_of_alias(QualType type) {
  while (!type.isNull()) {
    if (const auto* alias = type->getAs<TypedefType>()) {
      if (alias->getDecl()->getDeclContext()->getRedeclContext()->isTranslationUnit())
        if (const models::TypeModel* model = models_.find_type(alias->getDecl()->getName()))
          return model;
      type = alias->desugar();
    } else if (const ArrayType* array = context_.getAsArrayType(type)) {
      type = array->getElementType();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

TypeInfo Types::info(QualType type) {
  if (type.isNull())
    return {};
  type = type.getNonReferenceType();
  if (const models::TypeModel* model = model_of_alias(type))
    return {model->role, model->lock};
  if (const CXXRecordDecl* record = record_of(type))
    return info(record);
  return type->isAtomicType() ? TypeInfo{Role::kAtomic} : TypeInfo{};
}

TypeInfo Types::info(const CXXRecordDecl* record) {
  record = record->getCanonicalDecl();
  if (const auto it = infos_.find(record); it != infos_.end())
    return it->second;
  infos_[record] = {}; // a class that contains itself by pointer ends here
  return infos_[record] = make_info(record);
}

TypeInfo Types::make_info(const CXXRecordDecl* record) {
  if (const models::TypeModel* model = models_.find_type(names_.model(record)))
    return {model->role, model->lock};
  TypeInfo info;
  const CXXRecordDecl* definition = record->getDefinition();
  info.is_scoped = record->hasAttr<ScopedLockableAttr>() || (definition && definition->hasAttr<ScopedLockableAttr>());
  info.is_capability = record->hasAttr<CapabilityAttr>() || (definition && definition->hasAttr<CapabilityAttr>());
  const auto is_recursive = [&](const FieldDecl* field) {
    return this->info(field->getType()).lock == LockKind::kRecursiveMutex;
  };
  if (info.is_capability)
    info.lock = definition && std::any_of(definition->field_begin(), definition->field_end(), is_recursive)
                    ? LockKind::kRecursiveMutex
                    : LockKind::kCapability;
  else if (const TypeInfo wrapper = definition ? wrapper_info(definition) : TypeInfo{}; wrapper.lock != LockKind::kNone)
    return wrapper;
  else if (const TypeInfo holder = definition ? holder_info(definition) : TypeInfo{}; holder.lock != LockKind::kNone)
    return holder;
  else if (definition && is_made_atomic(definition))
    return {Role::kAtomic};
  else if (definition && is_lock_interface(definition))
    return {Role::kLock, LockKind::kMutex};
  else if (definition && !info.is_scoped)
    for (const CXXBaseSpecifier& base : definition->bases())
      if (const CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl()) {
        const TypeInfo inherited = this->info(parent);
        const bool is_wrapper = inherited.role == Role::kNone && inherited.lock != LockKind::kNone;
        const bool is_whole = inherited.role == Role::kNone ? is_wrapper : is_lock_interface(parent);
        if (inherited.role != Role::kContainer && (is_whole ? adds_little(definition) : inherited.role != Role::kNone))
          return inherited; // `class MyMutex : public std::mutex`
      }
  return info;
}

// Padding, a name, a counter: what derives from a lock and has no more than that beside it is a lock.
bool Types::adds_little(const CXXRecordDecl* derived) {
  constexpr std::ptrdiff_t kMaxFields = 3;
  return std::distance(derived->field_begin(), derived->field_end()) <= kMaxFields && !has_lock_field(derived);
}

// A class with lock() and unlock() around one lock of its own, or a struct of C for that. One that holds more than the
// lock and a few plain words is a monitor with a life of its own, whose lock keeps its name.
TypeInfo Types::wrapper_info(const CXXRecordDecl* record) {
  const bool has_methods = has_locking_method(record, /*undoes=*/false) && has_locking_method(record, /*undoes=*/true);
  if (!has_methods && !is_plain_lock_struct(record))
    return {};
  LockKind inner = LockKind::kNone;
  int locks = 0;
  int atomics = 0;
  int others = 0;
  for (const FieldDecl* field : record->fields()) {
    TypeInfo type = field->getType()->isReferenceType() ? TypeInfo{} : info(field->getType());
    if (const TypeInfo pointed = own_pointed_lock(field); is_lock(pointed))
      type = pointed;
    ++(is_lock(type) ? locks : type.role == Role::kAtomic ? atomics : others);
    inner = is_lock(type) ? type.lock : inner;
  }
  TypeInfo out;
  if (locks == 1 && atomics + others <= 3)
    out.lock = inner == LockKind::kRecursiveMutex || asks_for_recursion(record, record->getASTContext())
                   ? LockKind::kRecursiveMutex
                   : LockKind::kWrapper;
  else if (has_methods && locks == 0 && (atomics == 1 || atomics == 2) && atomics + others <= 3)
    out = {Role::kLock, LockKind::kSpin}; // its body takes no lock that we know: the methods' names tell
  return out;
}

// The lock of a class that keeps it behind a pointer: of the platform's kind, which a header need not tell.
TypeInfo Types::own_pointed_lock(const FieldDecl* field) {
  const QualType type = field->getType();
  const auto* smart = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record_of(type));
  const TypeInfo pointed = pointed_lock(type);
  if (!is_lock(pointed))
    return {};
  const CXXRecordDecl* object = type->isPointerType() ? type->getPointeeType()->getAsCXXRecordDecl()
                                : smart               ? smart->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl()
                                                      : nullptr;
  const auto* owner = cast<CXXRecordDecl>(field->getParent());
  return object && !is_given(owner, object) ? pointed : TypeInfo{};
}

// Whether an object of the class is one object of the type and nothing else: as a member, or in bytes that it is made
// in later (so that it is never destroyed, or made on first use).
bool Types::is_storage_of(const CXXRecordDecl* record, QualType held) const {
  const CXXRecordDecl* definition = record->getDefinition();
  if (!definition || definition->isDependentType() || definition->getNumBases() > 0 || definition->field_empty() ||
      std::next(definition->field_begin()) != definition->field_end())
    return false;
  const QualType type = definition->field_begin()->getType();
  if (context_.hasSameUnqualifiedType(type, held))
    return true;
  if (const ConstantArrayType* bytes = context_.getAsConstantArrayType(type))
    return context_.getTypeSizeInChars(bytes->getElementType()).isOne() && !held->isIncompleteType() &&
           context_.getTypeSizeInChars(type) == context_.getTypeSizeInChars(held);
  const CXXRecordDecl* inner = type->getAsCXXRecordDecl();
  return inner && is_storage_of(inner, held);
}

// A class that is nothing but a place for one lock, which a method of it hands out.
TypeInfo Types::holder_info(const CXXRecordDecl* record) {
  for (const CXXMethodDecl* method : record->methods()) {
    const QualType result = method->getReturnType();
    if (method->isStatic() || method->getAccess() == AS_private ||
        !(result->isReferenceType() || result->isPointerType()))
      continue;
    const CXXRecordDecl* held = result->getPointeeType()->getAsCXXRecordDecl();
    if (held && held->getCanonicalDecl() != record->getCanonicalDecl() &&
        is_storage_of(record, result->getPointeeType()))
      if (const TypeInfo inner = info(held); is_lock(inner))
        return {Role::kNone, inner.lock};
  }
  return {};
}

bool Types::is_wrapped(const FieldDecl* field) {
  const auto* record = dyn_cast<CXXRecordDecl>(field->getParent());
  if (!record || field->getType()->isReferenceType())
    return false;
  const TypeInfo owner = info(record);
  const bool is_wrapper =
      owner.role == Role::kNone && (owner.lock == LockKind::kWrapper || owner.lock == LockKind::kRecursiveMutex);
  return (is_wrapper || (owner.is_capability && owner.role == Role::kNone)) &&
         (is_lock(info(field->getType())) || is_lock(own_pointed_lock(field)));
}

TypeInfo Types::pointed_lock(QualType type) {
  TypeInfo pointee;
  if (type->isAnyPointerType()) {
    pointee = info(type->getPointeeType());
  } else if (const auto* smart = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record_of(type));
             smart && !type->isReferenceType() && info(smart).role == Role::kSmartPointer &&
             (smart->getName() == "unique_ptr" || smart->getName() == "shared_ptr")) {
    pointee = info(smart->getTemplateArgs()[0].getAsType());
  }
  return is_lock(pointee) ? pointee : TypeInfo{};
}

bool Types::runs_code(const CXXConstructorDecl* constructor) {
  if (context_.getSourceManager().isInSystemHeader(constructor->getLocation()))
    return false;
  if (constructor->isUserProvided())
    return true;
  const FunctionDecl* definition = nullptr;
  if (!constructor->isDefaultConstructor() || !constructor->hasBody(definition))
    return false;
  // A class that makes another object of its own ends here.
  const auto [known, is_new] = runs_code_.try_emplace(definition, false);
  if (!is_new)
    return known->second;
  const bool runs = initialisers_run_code(cast<CXXConstructorDecl>(definition));
  return runs_code_[definition] = runs;
}

// Whether the initialiser makes a member lead to some object, or one in the aggregate that it is for.
static bool leads_somewhere(QualType type, const Expr* value) {
  if (type->isReferenceType())
    return true;
  const Expr* bare = construction_of(value->IgnoreParenImpCasts());
  if (const auto* list = dyn_cast<InitListExpr>(bare)) {
    const auto members = members_given(list);
    return std::any_of(members.begin(), members.end(),
                       [](const auto& given) { return leads_somewhere(given.first->getType(), given.second); });
  }
  const auto* unary = dyn_cast<UnaryOperator>(bare);
  return type->isAnyPointerType() && (isa<CXXThisExpr>(bare) || (unary && unary->getOpcode() == UO_AddrOf));
}

bool Types::initialisers_run_code(const CXXConstructorDecl* constructor) {
  const auto makes = [&](const FieldDecl* field, const Expr* init) {
    if (const auto* fallback = dyn_cast_or_null<CXXDefaultInitExpr>(init))
      return contains_code(fallback->getExpr()) || leads_somewhere(field->getType(), fallback->getExpr());
    const auto* construct = dyn_cast_or_null<CXXConstructExpr>(init);
    return construct && runs_code(construct->getConstructor());
  };
  for (const CXXCtorInitializer* initializer : constructor->inits())
    if (makes(initializer->getAnyMember(), initializer->getInit()))
      return true;
  return false;
}

bool Types::contains_code(const Stmt* tree) {
  if (!tree)
    return false;
  if (isa<LambdaExpr>(tree))
    return true;
  if (const auto* construct = dyn_cast<CXXConstructExpr>(tree)) {
    const Role role = info(construct->getConstructor()->getParent()).role;
    if (runs_code(construct->getConstructor()) ||
        (construct->getNumArgs() > 0 && (role == Role::kThread || role == Role::kJoiningThread)))
      return true;
  }
  if (const auto* call = dyn_cast<CallExpr>(tree))
    if (const FunctionDecl* callee = call->getDirectCallee();
        !callee || !context_.getSourceManager().isInSystemHeader(callee->getLocation()))
      return true;
  for (const Stmt* child : tree->children())
    if (contains_code(child))
      return true;
  return false;
}

namespace {

// `T` of `std::optional<T>`, where the first argument is a type of a class.
const CXXRecordDecl* first_argument(const CXXRecordDecl* record) {
  const auto* instance = dyn_cast<ClassTemplateSpecializationDecl>(record);
  return instance && instance->getTemplateArgs().size() > 0 &&
                 instance->getTemplateArgs()[0].getKind() == TemplateArgument::Type
             ? record_of(instance->getTemplateArgs()[0].getAsType())
             : nullptr;
}

} // namespace

bool Types::keeps_callable(const CXXRecordDecl* record) {
  const Role role = record ? info(record).role : Role::kNone;
  return role == Role::kFunctionObject ||
         ((role == Role::kOptional || role == Role::kSmartPointer) && keeps_callable(first_argument(record)));
}

Role Types::guard_role(QualType type) {
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record)
    return Role::kNone;
  const Role role = info(record).role;
  if (role == Role::kGuard || role == Role::kSharedGuard)
    return role;
  const bool holds = role == Role::kOptional || role == Role::kContainer ||
                     (role == Role::kSmartPointer && record->getName().ends_with("_ptr"));
  const CXXRecordDecl* held = holds ? first_argument(record) : nullptr;
  return held ? guard_role(QualType(held->getTypeForDecl(), 0)) : Role::kNone;
}

SyncKind Types::sync(QualType type) {
  const TypeInfo info = this->info(type);
  switch (info.role) {
  case Role::kLock:
  case Role::kCondvar:
  case Role::kWaitObject:
    return SyncKind::kLock;
  case Role::kOnce:
    return SyncKind::kOnce;
  case Role::kLockedValue:
    return SyncKind::kLockedValue;
  case Role::kAtomic:
    return SyncKind::kAtomic;
  case Role::kWorkerLocal:
    return SyncKind::kWorkerLocal;
  case Role::kThreadSafe:
    return SyncKind::kThreadSafe;
  default:
    return info.lock != LockKind::kNone ? SyncKind::kLock : SyncKind::kNone;
  }
}

bool Types::has_lock_field(const CXXRecordDecl* record) {
  for (const FieldDecl* field : record->fields())
    if (const TypeInfo type = info(field->getType()); is_lock(type) || type.role == Role::kOnce)
      return true;
  return false;
}

InteriorMutability Types::interior(QualType type) {
  type = type.getNonReferenceType();
  const CXXRecordDecl* record = record_of(type);
  if (!record || !record->hasDefinition())
    return {};
  record = record->getDefinition();
  if (const auto it = interiors_.find(record); it != interiors_.end())
    return it->second;
  interiors_[record] = {};
  InteriorMutability made = make_interior(record);
  return interiors_[record] = std::move(made);
}

namespace {

// An unsynchronised part outweighs a synchronised one, and `mutable` a mere pointer.
void prefer(InteriorMutability& best, InteriorMutability other) {
  const auto rank = [](const InteriorMutability& i) {
    return !i.present ? 0 : i.synchronised ? 1 : i.reason == "pointee" ? 2 : 3;
  };
  if (rank(other) > rank(best))
    best = std::move(other);
}

} // namespace

InteriorMutability Types::make_interior(const CXXRecordDecl* record) {
  const TypeInfo own = info(record);
  if (own.role == Role::kCell)
    return {true, false, "", "cell"};
  if (own.role == Role::kContainer || own.role == Role::kOptional || own.role == Role::kSmartPointer) {
    const auto* instance = dyn_cast<ClassTemplateSpecializationDecl>(record);
    const bool typed = instance && instance->getTemplateArgs().size() > 0 &&
                       instance->getTemplateArgs()[0].getKind() == TemplateArgument::Type;
    InteriorMutability inner = typed ? interior(instance->getTemplateArgs()[0].getAsType()) : InteriorMutability{};
    if (typed && own.role == Role::kSmartPointer && !instance->getTemplateArgs()[0].getAsType().isConstQualified() &&
        !instance->getTemplateArgs()[0].getAsType()->isFunctionType())
      prefer(inner, {true, false, "", "pointee"});
    return inner;
  }
  if (own.role != Role::kNone || own.lock != LockKind::kNone ||
      context_.getSourceManager().isInSystemHeader(record->getLocation()))
    return {};
  const bool locked = has_lock_field(record);
  InteriorMutability best;
  for (const CXXBaseSpecifier& base : record->bases())
    prefer(best, interior(base.getType()));
  for (const FieldDecl* field : record->fields()) {
    const QualType type = field->getType();
    const bool synchronised = locked || sync(type) != SyncKind::kNone;
    const std::string name = field->getNameAsString();
    if (field->isMutable())
      prefer(best, {true, synchronised, name, "mutable"});
    else if ((type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified() &&
             !type->getPointeeType()->isFunctionType())
      prefer(best, {true, locked || sync(type->getPointeeType()) != SyncKind::kNone, name, "pointee"});
    InteriorMutability inner = interior(type);
    if (inner.present && !type->isReferenceType()) {
      inner.synchronised = inner.synchronised || locked;
      inner.path = inner.path.empty() ? name : name + "." + inner.path;
      prefer(best, std::move(inner));
    }
  }
  return best;
}

} // namespace paraudit::analysis
