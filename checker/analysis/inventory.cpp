#include "checker/analysis/inventory.h"

#include "checker/analysis/recursive_mutex.h"

#include "checker/analysis/attributes.h"
#include "checker/analysis/paths.h"

namespace paraudit::analysis {

using namespace clang;
using facts::LockKind;
using facts::StateObject;
using facts::Storage;
using facts::SyncKind;
using models::Role;

namespace {

constexpr const char* kGuardPrefix = "guard:";

Storage storage_of(const VarDecl* variable) {
  if (variable->isStaticLocal())
    return Storage::kStaticLocal;
  return variable->isStaticDataMember() ? Storage::kStaticMember : Storage::kNamespace;
}

bool is_template_instance(const VarDecl* variable) {
  if (isa<VarTemplateSpecializationDecl>(variable))
    return true;
  for (const DeclContext* scope = variable->getDeclContext(); scope; scope = scope->getParent()) {
    if (isa<ClassTemplateSpecializationDecl>(scope))
      return true;
    if (const auto* function = dyn_cast<FunctionDecl>(scope); function && function->isTemplateInstantiation())
      return true;
  }
  return false;
}

bool is_const_object(QualType type, ASTContext& context) {
  return context.getBaseElementType(type).isConstQualified() || type.isConstQualified();
}

void set_pointer_flags(QualType type, bool& is_reference, bool& is_pointer, bool& pointee_const) {
  is_reference = type->isReferenceType();
  is_pointer = type->isAnyPointerType();
  if (is_reference || is_pointer)
    pointee_const = type->getPointeeType().isConstQualified();
}

} // namespace

bool has_dynamic_init(const VarDecl* variable) {
  const VarDecl* definition = variable->getInitializingDeclaration();
  return definition && definition->getInit() && !definition->isConstexpr() && !definition->hasConstantInitialization();
}

facts::PathId static_guard_path(Unit& unit, const VarDecl* variable) {
  return unit.interner.path({facts::RootKind::kGlobal, 0, kGuardPrefix + unit.names.symbol(variable), {}});
}

StateObject Inventory::state_of(const VarDecl* variable) {
  const VarDecl* definition = variable->getDefinition();
  const VarDecl* shown = definition ? definition : variable;
  const QualType type = shown->getType();
  StateObject state;
  state.symbol = unit_.names.symbol(shown);
  state.linker_name = unit_.names.linker_name(shown);
  state.name = unit_.names.declared(shown);
  state.storage = storage_of(shown);
  state.type = unit_.names.type(type);
  state.where = unit_.locations.at(shown->getLocation());
  state.is_definition = definition != nullptr;
  set_pointer_flags(type, state.is_reference, state.is_pointer, state.pointee_const);
  state.is_const = is_const_object(type, unit_.context);
  state.is_constexpr = shown->isConstexpr();
  state.is_inline = shown->isInline();
  state.is_internal = unit_.names.is_internal(shown);
  state.is_thread_local = shown->getTLSKind() != VarDecl::TLS_None;
  state.is_template_instance = is_template_instance(shown);
  state.is_volatile = type.isVolatileQualified();
  const TypeInfo info = type->isReferenceType() ? TypeInfo{} : unit_.types.info(type);
  state.is_container = info.role == Role::kContainer;
  state.lock = info.lock;
  state.sync = state.is_thread_local     ? SyncKind::kThreadLocal
               : type->isReferenceType() ? SyncKind::kNone
                                         : unit_.types.sync(type);
  state.dynamic_init = definition && has_dynamic_init(shown);
  state.constant_initialised = definition && !state.dynamic_init;
  state.dynamic_destruction = definition && shown->needsDestruction(unit_.context) == QualType::DK_cxx_destructor;
  state.has_guard_variable =
      definition && !state.is_thread_local && state.dynamic_init | state.dynamic_destruction &&
      (shown->isStaticLocal() || shown->isInline() || (state.is_template_instance && !state.is_internal));
  state.interior = unit_.types.interior(type);
  if (const auto* function = dyn_cast<FunctionDecl>(shown->getDeclContext()))
    state.function = unit_.names.symbol(function);
  if (state.sync == SyncKind::kNone && state.is_const && !state.interior.present)
    state.sync = SyncKind::kConst;
  state.guarded_by = guarded_by(unit_, shown);
  state.pt_guarded_by = pt_guarded_by(unit_, shown);
  return state;
}

void Inventory::add_lock(const ValueDecl* decl, const std::string& symbol, Storage storage, const TypeInfo& type,
                         const std::string& owner) {
  const bool blocks = type.lock != LockKind::kNone && type.role != Role::kGuard;
  if (!blocks)
    return;
  facts::LockDecl lock;
  lock.name = unit_.names.declared(decl);
  lock.symbol = symbol;
  lock.is_template_instance = lock.name != unit_.names.canonical(decl);
  const auto* variable = dyn_cast<VarDecl>(decl);
  lock.kind = variable && starts_recursive(variable) ? LockKind::kRecursiveMutex : type.lock;
  lock.storage = storage;
  lock.type = unit_.names.declared_type(decl);
  lock.owner_class = owner;
  lock.where = unit_.locations.at(decl->getLocation());
  acquisition_order(unit_, decl, lock.acquired_before, lock.acquired_after);
  locks_.insert_or_assign(symbol, std::move(lock));
}

// A lock for the order graph: initialisation of a function-local static makes other threads wait.
void Inventory::add_static_guard(const VarDecl* variable, const StateObject& state) {
  facts::LockDecl lock;
  lock.name = state.name + " (static initialisation)";
  lock.symbol = kGuardPrefix + state.symbol;
  lock.is_template_instance = state.is_template_instance;
  lock.kind = LockKind::kStaticGuard;
  lock.storage = Storage::kStaticLocal;
  lock.type = state.type;
  lock.where = unit_.locations.at(variable->getLocation());
  locks_.insert_or_assign(lock.symbol, lock);
}

void Inventory::add_variable(const VarDecl* variable) {
  if (!variable->hasGlobalStorage() || variable->isInvalidDecl() || variable->getType()->isDependentType() ||
      variable->getDeclContext()->isDependentContext() || variable->getDescribedVarTemplate())
    return;
  const VarDecl* definition = variable->getDefinition();
  if (unit_.locations.in_system_header((definition ? definition : variable)->getLocation()))
    return;
  unit_.mark_instantiated(variable->getType());
  StateObject state = state_of(variable);
  if (!variable->getType()->isReferenceType())
    add_lock(definition ? definition : variable, state.symbol, state.storage, unit_.types.info(variable->getType()),
             "");
  // A lock that a pointer leads to goes by the pointer's name, unless it never leads elsewhere than to a named one.
  if (const TypeInfo pointed = unit_.types.pointed_lock(variable->getType());
      pointed.lock != LockKind::kNone && !variable->getType().isConstQualified())
    add_lock(definition ? definition : variable, state.symbol, state.storage, pointed, "");
  if (state.storage == Storage::kStaticLocal && state.dynamic_init && !state.is_thread_local)
    add_static_guard(definition, state);
  states_.insert_or_assign(state.symbol, std::move(state));
}

facts::FieldFacts Inventory::field_of(const FieldDecl* field) {
  facts::FieldFacts out;
  const QualType type = field->getType();
  out.name = unit_.names.canonical(field);
  out.type = unit_.names.type(type);
  out.where = unit_.locations.at(field->getLocation());
  out.is_mutable = field->isMutable();
  out.is_const = is_const_object(type, unit_.context);
  set_pointer_flags(type, out.is_reference, out.is_pointer, out.pointee_const);
  const QualType object = out.is_reference || out.is_pointer ? type->getPointeeType() : type;
  if (const CXXRecordDecl* record = record_of(object))
    out.type_class = unit_.names.canonical(record);
  if (!out.is_reference && !out.is_pointer) {
    const TypeInfo info = unit_.types.info(type);
    out.sync = unit_.types.sync(type);
    out.lock = info.lock;
    out.is_container = info.role == Role::kContainer;
  }
  if (!out.is_reference)
    out.interior = unit_.types.interior(type);
  out.guarded_by = guarded_by(unit_, field);
  out.pt_guarded_by = pt_guarded_by(unit_, field);
  return out;
}

void Inventory::add_class(const CXXRecordDecl* record) {
  record = record->getDefinition();
  if (!record || record->isInvalidDecl() || record->isDependentType() || record->isLambda() ||
      unit_.locations.in_system_header(record->getLocation()))
    return;
  const std::string name = unit_.names.canonical(record);
  const auto [it, added] = classes_.try_emplace(name);
  if (!added)
    return;
  facts::ClassFacts& out = it->second;
  out.name = name;
  out.where = unit_.locations.at(record->getLocation());
  const TypeInfo info = unit_.types.info(record);
  out.lock = info.lock;
  out.is_guard = info.is_scoped;
  out.is_abstract = record->isAbstract();
  out.is_iterator = is_iterator_class(record);
  for (const CXXBaseSpecifier& base : record->bases())
    if (const CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl())
      out.bases.push_back(unit_.names.canonical(parent));
  for (const FieldDecl* field : record->fields()) {
    out.fields.push_back(field_of(field));
    if (!field->getType()->isReferenceType() && !unit_.types.is_wrapped(field))
      add_lock(field, out.fields.back().name, Storage::kField, unit_.types.info(field->getType()), name);
    const TypeInfo pointed = unit_.types.pointed_lock(field->getType());
    if (!field->getType()->isAnyPointerType())
      add_lock(field, out.fields.back().name, Storage::kField, pointed, name);
    add_borrowed_lock(field, field->getType()->isAnyPointerType() ? pointed : unit_.types.info(field->getType()), name);
  }
  for (const CXXMethodDecl* method : record->methods()) {
    if (!method->isVirtual())
      continue;
    facts::MethodFacts fact;
    fact.symbol = unit_.names.symbol(method);
    fact.is_pure = method->isPureVirtual();
    for (const CXXMethodDecl* overridden : method->overridden_methods())
      fact.overrides.push_back(unit_.names.symbol(overridden));
    out.virtual_methods.push_back(std::move(fact));
  }
}

// An object with a lock in it that has much else beside, and may lead to other locks, goes by that lock's name.
void Inventory::add_borrowed_lock(const FieldDecl* field, const TypeInfo& type, const std::string& owner) {
  constexpr std::ptrdiff_t kFewFields = 3;
  const QualType object = field->getType()->getPointeeType();
  const CXXRecordDecl* record = object.isNull() ? nullptr : record_of(object);
  const bool has_more = (type.lock == LockKind::kWrapper || type.is_capability) && record && record->hasDefinition() &&
                        std::distance(record->field_begin(), record->field_end()) > kFewFields;
  const bool is_taken = type.lock != LockKind::kCondvar && type.lock != LockKind::kWait && type.lock != LockKind::kOnce;
  if (!object.isNull() && is_taken && !has_more && !unit_.types.is_wrapped(field))
    add_lock(field, unit_.names.canonical(field), Storage::kBorrowed, type, owner);
}

// Raw pointers to locks that somebody else owns may go by the owner's name; those that the class makes, by the field's.
void Inventory::add_owned_locks() {
  for (const FieldDecl* field : unit_.fields_with_own_lock)
    if (const auto* owner = dyn_cast<CXXRecordDecl>(field->getParent()))
      add_lock(field, unit_.names.canonical(field), Storage::kField, unit_.types.pointed_lock(field->getType()),
               unit_.names.canonical(owner));
}

void Inventory::finish(const Prefix* prefix) {
  add_owned_locks();
  // Classes of the prefix of which this part makes objects: their facts have to say so.
  if (prefix)
    for (const CXXRecordDecl* record : unit_.marked)
      if (prefix->is_marked(record->getDefinition()))
        add_class(record);
  // Where the class is defined, its constructor need not be seen.
  for (const CXXRecordDecl* record : unit_.recursive_classes)
    add_class(record);
  for (const CXXRecordDecl* record : unit_.recursive_classes)
    if (const auto it = classes_.find(unit_.names.canonical(record));
        it != classes_.end() && it->second.lock == LockKind::kWrapper)
      it->second.lock = LockKind::kRecursiveMutex;
  for (auto& [symbol, state] : states_)
    unit_.facts.states.push_back(std::move(state));
  for (auto& [symbol, lock] : locks_) {
    if (unit_.recursive_locks.contains(symbol))
      lock.kind = LockKind::kRecursiveMutex;
    unit_.facts.locks.push_back(std::move(lock));
  }
  for (auto& [name, one] : classes_) {
    one.instantiated = unit_.instantiated_classes.contains(name);
    unit_.facts.classes.push_back(std::move(one));
  }
}

} // namespace paraudit::analysis
