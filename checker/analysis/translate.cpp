#include "checker/analysis/translate.h"

#include "checker/analysis/constants.h"
#include "checker/analysis/inventory.h"

namespace paraudit::analysis {

using namespace clang;
using facts::AccessKind;
using facts::AccessPath;
using facts::ElementKind;
using facts::Event;
using facts::EventKind;
using facts::kNone;
using facts::PathId;
using facts::RootKind;

Event& Translator::add(EventKind kind, const facts::Location& where) {
  Event& event = out_.events.emplace_back();
  event.kind = kind;
  event.where = where;
  return event;
}

// Whether another thread might reach the object: plain locals and parameters by value are this thread's own.
bool Translator::is_shared(PathId id) const {
  if (id == kNone)
    return false;
  const AccessPath& path = unit_.interner.get(id);
  const auto has = [&](ElementKind kind) {
    for (const facts::PathElement& element : path.elements)
      if (element.kind == kind)
        return true;
    return false;
  };
  switch (path.root) {
  case RootKind::kGlobal:
  case RootKind::kCapture:
    return true;
  case RootKind::kThis:
    return has(ElementKind::kField) || has(ElementKind::kDeref);
  case RootKind::kParameter:
    return is_captured(path) || path.index >= out_.parameters.size() || out_.parameters[path.index].by_reference ||
           has(ElementKind::kDeref);
  case RootKind::kLocal:
    return is_captured(path) || has(ElementKind::kDeref);
  case RootKind::kTemporary:
  case RootKind::kResult:
    return has(ElementKind::kDeref);
  default:
    return false;
  }
}

// A lambda got a reference to it: whoever runs the lambda reaches it.
bool Translator::is_captured(const AccessPath& path) const {
  return captured_.contains({path.root, path.index});
}

void Translator::note_selection(std::size_t events_before, const Expr* object, const Expr* value) {
  if (out_.events.size() <= events_before || out_.events.back().kind != EventKind::kAccess)
    return;
  if (object)
    out_.events.back().selection = selections_.element(object);
  if (const auto use = body_.scan.uses.find(value); use != body_.scan.uses.end()) {
    out_.events.back().use = use->second;
    if (use->second == facts::ValueUse::kKept)
      body_.draws[use->first] = static_cast<facts::EventId>(out_.events.size() - 1);
  }
}

// `table[key]`: of a map, it may make the element.
void Translator::take_element(models::Effect effect, const CallSite& site, PathId object) {
  const auto* method = dyn_cast<CXXMethodDecl>(site.callee);
  const bool may_insert = effect == models::Effect::kElement && method && !method->isConst() &&
                          unit_.names.model(method->getParent()).find("map") != std::string::npos;
  const std::string name = site.callee->getDeclName().isIdentifier() ? site.callee->getName().str() : "operator[]";
  const std::size_t before = out_.events.size();
  access(object, may_insert ? AccessKind::kMutate : AccessKind::kRead, unit_.locations.at(site.expression), name);
  note_selection(before, site.receiver, site.expression);
  if (object != kNone)
    body_.result_of[site.expression] = unit_.interner.index(object);
}

// Reads of what never changes tell nothing.
bool Translator::is_constant(const Expr* object) const {
  object = object->IgnoreParens();
  const ValueDecl* decl = nullptr;
  if (const auto* reference = dyn_cast<DeclRefExpr>(object))
    decl = reference->getDecl();
  else if (const auto* member = dyn_cast<MemberExpr>(object))
    decl = member->getMemberDecl();
  if (!decl)
    return false;
  if (const auto* variable = dyn_cast<VarDecl>(decl); variable && variable->isConstexpr())
    return true;
  const QualType type = decl->getType();
  return type.isConstQualified() && !type.isVolatileQualified() && !type->isReferenceType();
}

void Translator::access(PathId path, AccessKind kind, const facts::Location& where, std::string text) {
  if (!is_shared(path))
    return;
  Event& event = add(EventKind::kAccess, where);
  event.path = path;
  event.access = kind;
  event.text = std::move(text);
  note_event(current_);
}

void Translator::access(const Expr* object, AccessKind kind, const Expr* at) {
  if (kind == AccessKind::kRead && is_constant(object))
    return;
  const PathId path = paths_.object(object);
  if (!is_shared(path))
    return;
  access(path, kind, unit_.locations.at(at->getExprLoc()));
  out_.events.back().is_atomic = object->getType()->isAtomicType();
  note_selection(out_.events.size() - 1, object, at);
}

namespace {

// Whether a temporary is an argument as it is, from where its value is moved on.
bool is_given_on(const Stmt* tree, const CXXBindTemporaryExpr* temporary, bool is_argument) {
  if (!tree || tree == temporary)
    return tree && is_argument;
  const bool wraps = isa<CastExpr, ParenExpr, FullExpr, MaterializeTemporaryExpr>(tree);
  return std::any_of(tree->child_begin(), tree->child_end(), [&](const Stmt* child) {
    return is_given_on(child, temporary, isa<CallExpr, CXXConstructExpr>(tree) || (is_argument && wraps));
  });
}

} // namespace

void Translator::element(const CFGElement& element) {
  if (const auto statement = element.getAs<CFGStmt>())
    return this->statement(statement->getStmt());
  if (const auto init = element.getAs<CFGInitializer>())
    return initializer(init->getInitializer());
  if (const auto automatic = element.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl* variable = automatic->getVarDecl();
    const PathId path =
        unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
    const Stmt* trigger = automatic->getTriggerStmt();
    const models::Role role = unit_.types.info(variable->getType()).role;
    if (variable->isNRVOVariable() && (role == models::Role::kSmartPointer || role == models::Role::kContainer))
      return; // what it owned is the caller's
    return destroy(path, variable->getType().getNonReferenceType(),
                   unit_.locations.at(trigger ? trigger->getEndLoc() : variable->getLocation()),
                   /*is_exact=*/!variable->getType()->isReferenceType());
  }
  if (const auto temporary = element.getAs<CFGTemporaryDtor>()) {
    const CXXBindTemporaryExpr* bound = temporary->getBindTemporaryExpr();
    const models::Role role = unit_.types.info(bound->getType()).role;
    if (role == models::Role::kSmartPointer)
      return; // as a rule moved from, and empty
    if (role == models::Role::kJoiningThread && is_given_on(body_.function->getBody(), bound, false))
      return; // `thread_ = std::jthread(...)`
    return destroy(paths_.target(bound), bound->getType(), unit_.locations.at(bound->getEndLoc()), /*is_exact=*/true);
  }
  if (const auto member = element.getAs<CFGMemberDtor>()) {
    const FieldDecl* field = member->getFieldDecl();
    return destroy(unit_.interner.field(paths_.this_path(), unit_.names.canonical(field)), field->getType(),
                   unit_.locations.at(body_.function->getEndLoc()), /*is_exact=*/true);
  }
  if (const auto base = element.getAs<CFGBaseDtor>())
    return destroy(paths_.this_path(), base->getBaseSpecifier()->getType(),
                   unit_.locations.at(body_.function->getEndLoc()), /*is_exact=*/true);
  if (const auto deleted = element.getAs<CFGDeleteDtor>()) {
    const CXXDeleteExpr* expression = deleted->getDeleteExpr();
    const QualType type = expression->getDestroyedType();
    if (!type.isNull())
      destroy(paths_.pointee(expression->getArgument()), type, unit_.locations.at(expression->getBeginLoc()),
              /*is_exact=*/false);
  }
}

void Translator::statement(const Stmt* statement) {
  current_ = statement;
  if (const auto* call = dyn_cast<CallExpr>(statement))
    return this->call(call);
  if (const auto* construct = dyn_cast<CXXConstructExpr>(statement))
    return this->construct(construct);
  if (const auto* cast = dyn_cast<ImplicitCastExpr>(statement)) {
    if (cast->getCastKind() == CK_LValueToRValue)
      access(cast->getSubExpr(), AccessKind::kRead, cast->getSubExpr());
    return;
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(statement)) {
    if (binary->isAssignmentOp())
      assignment(binary);
    return;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(statement)) {
    if (unary->isIncrementDecrementOp())
      access(unary->getSubExpr(), AccessKind::kReadWrite, unary);
    return;
  }
  if (const auto* declaration = dyn_cast<DeclStmt>(statement))
    return this->declaration(declaration);
  if (const auto* result = dyn_cast<ReturnStmt>(statement))
    return return_value(result);
  if (isa<CoawaitExpr, CoyieldExpr>(statement))
    add(EventKind::kBlocking, unit_.locations.at(statement->getBeginLoc())).text = "suspend";
  if (const auto* reference = dyn_cast<DeclRefExpr>(statement))
    use_held(reference);
  if (const auto* reference = dyn_cast<DeclRefExpr>(statement))
    if (const auto* function = dyn_cast<FunctionDecl>(reference->getDecl());
        function && !body_.scan.callees.contains(reference) && !unit_.library.is_library(function))
      body_.named[reference] = unit_.names.symbol(function);
  if (const auto* reference = dyn_cast<DeclRefExpr>(statement))
    if (const LambdaExpr* lambda = lambda_in(reference->getDecl()))
      body_.named[reference] = unit_.names.symbol(lambda->getCallOperator());
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement)) {
    body_.named[lambda] = unit_.names.symbol(lambda->getCallOperator());
    // What becomes of a captured lambda its mentions in the other's body tell.
    for (const auto [capture, value] : llvm::zip(lambda->captures(), lambda->capture_inits()))
      if (capture.capturesVariable() && !capture.getCapturedVar()->isInitCapture() && value)
        body_.followed.insert(paths_.named_callable(value));
  }
  if (const auto* cast = dyn_cast<CastExpr>(statement))
    disguise(cast);
  if (const auto* list = dyn_cast<InitListExpr>(statement)) {
    keep_fields(list);
    if (!body_.scan.inner_lists.contains(list))
      bind_members(paths_.target(list), list);
  }
}

// What a member refers to as soon as its object is made.
void Translator::bind_member(const FieldDecl* field, PathId whole, const Expr* value, const facts::Location& where) {
  const QualType type = field->getType();
  Event& event = add(EventKind::kBind, where);
  event.path = unit_.interner.deref(unit_.interner.field(whole, unit_.names.canonical(field)));
  const bool own = makes_own_lock(field, type, value);
  event.source = own ? kNone : type->isReferenceType() ? paths_.object(value) : paths_.pointee(value);
}

// The members of an aggregate that braces make refer to something, in those of its members and elements as well.
void Translator::bind_members(PathId whole, const InitListExpr* list) {
  const auto go_on = [&](PathId part, const Expr* value) {
    if (const auto* inner = dyn_cast_or_null<InitListExpr>(construction_of(value)))
      bind_members(part, inner);
  };
  if (list->getType()->isArrayType())
    for (const Expr* element : list->inits())
      go_on(unit_.interner.index(whole), element);
  for (const auto [field, value] : members_given(list)) {
    const QualType type = field->getType();
    // Tables of names are long, and lead to nothing that anybody locks.
    const bool leads_to_object =
        type->isAnyPointerType() && record_of(type->getPointeeType()) && !is_null(value, unit_.context);
    if (type->isReferenceType() || leads_to_object)
      bind_member(field, whole, value, unit_.locations.at(value->getExprLoc()));
    else
      go_on(unit_.interner.field(whole, unit_.names.canonical(field)), value);
  }
}

// What a pointer variable or member points to from here on. Pointers that never change need no event.
void Translator::bind_pointer(const Expr* holder, const Expr* value) {
  const PathId path = paths_.object(holder);
  if (path == kNone)
    return;
  Event& event = add(EventKind::kBind, unit_.locations.at(holder->getExprLoc()));
  event.path = unit_.interner.deref(path);
  event.source = makes_own_lock(holder, value) ? kNone : paths_.pointee(value);
}

// `lock_ = new std::mutex`: the lock is known by the variable or member from here on.
bool Translator::makes_own_lock(const Expr* holder, const Expr* value) {
  const auto* member = dyn_cast<MemberExpr>(holder->IgnoreParens());
  return makes_own_lock(member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr, holder->getType(), value);
}

bool Translator::makes_own_lock(const FieldDecl* field, QualType type, const Expr* value) {
  const Expr* made = value->IgnoreParenCasts();
  const auto* call = dyn_cast<CallExpr>(made);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  const bool allocates = callee && callee->getDeclName().isIdentifier() &&
                         (callee->getName() == "malloc" || callee->getName() == "calloc");
  if (!(allocates || isa<CXXNewExpr>(made)) || unit_.types.pointed_lock(type).lock == facts::LockKind::kNone)
    return false;
  if (field)
    unit_.fields_with_own_lock.insert(field);
  return true;
}

void Translator::assignment(const BinaryOperator* assignment) {
  const Expr* target = assignment->getLHS();
  if (const auto* local = dyn_cast<DeclRefExpr>(target->IgnoreParens()))
    if (const auto* variable = dyn_cast<VarDecl>(local->getDecl()))
      assigned_[variable] = assignment->getOpcode() == BO_Assign ? assignment->getRHS() : nullptr;
  const std::size_t before = out_.events.size();
  access(target, assignment->isCompoundAssignmentOp() ? AccessKind::kReadWrite : AccessKind::kWrite, assignment);
  if (const auto value = constant_of(assignment->getRHS(), unit_.context);
      out_.events.size() > before && assignment->getOpcode() == BO_Assign && (value == 0 || value == -1))
    out_.events.back().use = facts::ValueUse::kEmptied;
  if (is_function_pointer(target->getType()))
    return keep(paths_.object(target), assignment->getRHS(), unit_.locations.at(assignment->getExprLoc()));
  if (assignment->getOpcode() == BO_Assign && target->getType()->isAnyPointerType()) {
    bind_pointer(target, assignment->getRHS());
    note_returned_later(target, assignment->getRHS());
    const PathId holder = paths_.object(target);
    const PathId stored = paths_.pointee(assignment->getRHS());
    if (is_shared(holder) && is_shared(stored)) {
      Event& event = add(EventKind::kEscape, unit_.locations.at(assignment->getExprLoc()));
      event.path = stored;
      event.source = holder;
      event.text = "store";
      event.to_const = target->getType()->getPointeeType().isConstQualified();
    }
  }
}

void Translator::declaration(const DeclStmt* statement) {
  for (const Decl* decl : statement->decls()) {
    const auto* variable = dyn_cast<VarDecl>(decl);
    if (!variable || !variable->getInit())
      continue;
    unit_.mark_instantiated(variable->getType());
    keep_initial(variable);
    if (variable->isStaticLocal()) {
      if (has_dynamic_init(variable) && variable->getTLSKind() == VarDecl::TLS_None) {
        Event& event = add(EventKind::kInitEnd, unit_.locations.at(variable->getLocation()));
        event.locks = {static_guard_path(unit_, variable)};
        event.is_implicit = true;
      }
      continue;
    }
    hold(variable);
    if (const LambdaExpr* lambda = lambda_in(variable)) // where it goes the variable's mentions tell
      body_.followed.insert(lambda);
    assigned_[variable] = variable->getInit();
    const auto* made_by = dyn_cast<CXXMemberCallExpr>(variable->getInit()->IgnoreParenImpCasts());
    if (made_by && variable->getType()->isAnyPointerType() && !out_.events.empty() &&
        out_.events.back().kind == EventKind::kGuardDrop &&
        out_.events.back().where == unit_.locations.at(made_by)) // the lock that `guard.release()` returned
      out_.events.back().result = unit_.interner.deref(
          unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}}));
    if (variable->getType()->isAnyPointerType() && body_.scan.is_bound(variable)) {
      Event& event = add(EventKind::kBind, unit_.locations.at(variable->getLocation()));
      event.path = unit_.interner.deref(
          unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}}));
      event.source = body_.scan.left_behind.contains(variable) ? kNone : paths_.pointee(variable->getInit());
      if (body_.scan.returned.contains(variable))
        note_returned(variable->getInit(), variable->getType(), "return-later",
                      unit_.locations.at(variable->getLocation()));
    }
  }
}

void Translator::begin_static_init(const DeclStmt* statement) {
  for (const Decl* decl : statement->decls()) {
    const auto* variable = dyn_cast<VarDecl>(decl);
    if (!variable || !variable->isStaticLocal() || !has_dynamic_init(variable) ||
        variable->getTLSKind() != VarDecl::TLS_None)
      continue;
    Event& event = add(EventKind::kInitBegin, unit_.locations.at(variable->getLocation()));
    event.locks = {static_guard_path(unit_, variable)};
    event.is_implicit = true;
  }
}

void Translator::bind_parameters() {
  for (const VarDecl* variable : body_.scan.captured_by_reference)
    if (!variable->hasGlobalStorage()) {
      const auto* parameter = dyn_cast<ParmVarDecl>(variable);
      captured_.insert(parameter ? std::pair(RootKind::kParameter, parameter->getFunctionScopeIndex())
                                 : std::pair(RootKind::kLocal, body_.scan.local(variable)));
    }
  if (body_.initialised)
    keep_initial(body_.initialised);
  if (!body_.function)
    return;
  for (const ParmVarDecl* parameter : body_.function->parameters()) {
    if (!parameter->getType()->isAnyPointerType() || !body_.scan.reassigned.contains(parameter))
      continue;
    Event& event = add(EventKind::kBind, unit_.locations.at(parameter->getLocation()));
    const std::string name = parameter->getNameAsString();
    event.path = unit_.interner.deref(unit_.interner.path({RootKind::kLocal, body_.scan.local(parameter), name, {}}));
    event.source = unit_.interner.path({RootKind::kParameter, parameter->getFunctionScopeIndex(), name, {}});
  }
}

void Translator::return_value(const ReturnStmt* statement) {
  const Expr* value = statement->getRetValue();
  if (!value || !body_.function)
    return;
  const QualType type = body_.function->getReturnType();
  if (!type->isAnyPointerType() && !type->isReferenceType()) {
    if (type->isBooleanType() || type->isSignedIntegerType())
      returned_ = outcome(value);
    const facts::Location where = unit_.locations.at(statement->getReturnLoc());
    if (const PathId seen = type->isRecordType() ? paths_.viewed(value) : kNone; is_shared(seen)) {
      Event& escape = add(EventKind::kEscape, where);
      escape.path = seen;
      escape.text = "return-view";
      escape.to_const = unit_.types.info(type).role == models::Role::kView;
    }
    return;
  }
  const facts::Location where = unit_.locations.at(statement->getReturnLoc());
  if (is_function_pointer(type))
    return keep(unit_.interner.path({RootKind::kReturn, 0, "", {}}), value, where);
  const PathId object = type->isReferenceType() ? paths_.object(value) : paths_.pointee(value);
  if (object == kNone) // of several values
    return note_returned(value, type, "return", where);
  Event& event = add(EventKind::kBind, where);
  event.path = unit_.interner.deref(unit_.interner.path({RootKind::kReturn, 0, "", {}}));
  event.source = object;
  note_returned(value, type, "return", where);
}

// Each value that a pointer or reference may have when it is returned.
void Translator::note_returned(const Expr* value, QualType type, const char* text, const facts::Location& where) {
  if (const auto* choice = dyn_cast<AbstractConditionalOperator>(value->IgnoreParenImpCasts())) {
    note_returned(choice->getTrueExpr(), type, text, where);
    return note_returned(choice->getFalseExpr(), type, text, where);
  }
  const PathId object = type->isReferenceType() ? paths_.object(value) : paths_.pointee(value);
  if (!is_shared(object))
    return;
  Event& escape = add(EventKind::kEscape, where);
  escape.path = object;
  escape.text = text;
  escape.to_const = type->getPointeeType().isConstQualified();
}

// A variable that a return statement gives to the caller gets its value in a critical section, perhaps in a branch.
void Translator::note_returned_later(const Expr* target, const Expr* value) {
  const auto* reference = dyn_cast<DeclRefExpr>(target->IgnoreParens());
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (variable && body_.scan.returned.contains(variable))
    note_returned(value, variable->getType(), "return-later", unit_.locations.at(target->getExprLoc()));
}

void Translator::initializer(const CXXCtorInitializer* initializer) {
  if (!initializer->isAnyMemberInitializer())
    return;
  const FieldDecl* field = initializer->getAnyMember();
  const QualType type = field->getType();
  const Expr* value = initializer->getInit();
  if (const auto* fallback = dyn_cast<CXXDefaultInitExpr>(value))
    value = fallback->getExpr();
  if (const auto* list = dyn_cast<InitListExpr>(value); list && list->isTransparent())
    value = list->getInit(0); // `mutex_{mutex}`
  if (is_function_pointer(type) || isa<InitListExpr>(value))
    return keep(unit_.interner.field(paths_.this_path(), unit_.names.canonical(field)), value,
                unit_.locations.at(initializer->getSourceLocation()));
  if (type->isReferenceType() || type->isAnyPointerType())
    bind_member(field, paths_.this_path(), value, unit_.locations.at(initializer->getSourceLocation()));
}

} // namespace paraudit::analysis
