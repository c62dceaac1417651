// Facts written by hand, for tests of link that need no front end: each function is one block of events.
// Thread-safety: none. Locksets are solved as extraction does it.
#ifndef PARAUDIT_CHECKER_LINK_UNIT_BUILDER_H
#define PARAUDIT_CHECKER_LINK_UNIT_BUILDER_H

#include "checker/domain/interner.h"
#include "checker/domain/solve.h"
#include "checker/facts/facts.h"

#include <string>
#include <vector>

namespace paraudit::link {

class UnitBuilder {
 public:
  explicit UnitBuilder(const std::string& name) : interner_(unit_.paths, unit_.locksets) {
    unit_.main_file = "/src/" + name;
    unit_.files.push_back({name, unit_.main_file, false});
  }

  facts::PathId global(const std::string& symbol) { return interner_.path({facts::RootKind::kGlobal, 0, symbol, {}}); }
  facts::PathId parameter(uint32_t index) { return interner_.path({facts::RootKind::kParameter, index, "", {}}); }
  facts::PathId local(uint32_t index, const std::vector<facts::PathElement>& elements) {
    return interner_.path({facts::RootKind::kLocal, index, "", elements});
  }
  facts::PathId returned() { return interner_.path({facts::RootKind::kReturn, 0, "", {}}); }
  // What the call of this event of the function returned.
  facts::PathId result(facts::EventId event) { return interner_.path({facts::RootKind::kResult, event, "", {}}); }
  facts::PathId self_field(const std::string& field) {
    return interner_.field(interner_.path({facts::RootKind::kThis, 0, "", {}}), field);
  }

  void lock(const std::string& symbol, facts::LockKind kind = facts::LockKind::kMutex) {
    facts::LockDecl decl;
    decl.name = decl.symbol = symbol;
    decl.kind = kind;
    decl.where = here();
    unit_.locks.push_back(decl);
  }

  // A plain integer at namespace scope.
  void state(const std::string& symbol) {
    facts::StateObject object;
    object.symbol = object.linker_name = object.name = symbol;
    object.type = "int";
    object.is_definition = object.constant_initialised = true;
    object.where = here();
    unit_.states.push_back(object);
  }
  // With a mutex and an integer as members.
  void guarded_class(const std::string& name, const std::string& mutex, const std::string& value) {
    facts::ClassFacts one;
    one.name = name;
    one.where = here();
    facts::FieldFacts lock_field;
    lock_field.name = name + "::" + mutex;
    lock_field.where = here();
    lock_field.sync = facts::SyncKind::kLock;
    lock_field.lock = facts::LockKind::kMutex;
    facts::FieldFacts field;
    field.name = name + "::" + value;
    field.type = "int";
    field.where = here();
    one.fields = {lock_field, field};
    unit_.classes.push_back(one);
    facts::LockDecl decl;
    decl.name = decl.symbol = lock_field.name;
    decl.kind = facts::LockKind::kMutex;
    decl.storage = facts::Storage::kField;
    decl.owner_class = name;
    decl.where = lock_field.where;
    unit_.locks.push_back(decl);
  }

  UnitBuilder& function(const std::string& symbol) {
    facts::FunctionFacts function;
    function.symbol = function.name = symbol;
    function.signature = "void ()";
    function.is_main = symbol == "main";
    function.where = here();
    unit_.functions.push_back(function);
    return *this;
  }

  // Of the function begun last: it initialises a static object; only its file can call it.
  UnitBuilder& as_initialiser() {
    unit_.functions.back().is_initializer = true;
    return *this;
  }
  UnitBuilder& as_internal() {
    unit_.functions.back().is_internal = true;
    return *this;
  }

  UnitBuilder& acquire(facts::PathId lock, facts::Mode mode = facts::Mode::kExclusive, bool is_try = false) {
    facts::Event event = make(facts::EventKind::kAcquire);
    event.locks = {lock};
    event.mode = mode;
    event.is_try = is_try;
    return add(event);
  }
  UnitBuilder& release(facts::PathId lock, facts::Mode mode = facts::Mode::kExclusive) {
    facts::Event event = make(facts::EventKind::kRelease);
    event.locks = {lock};
    event.mode = mode;
    return add(event);
  }
  UnitBuilder& access(facts::PathId path, facts::AccessKind kind) {
    facts::Event event = make(facts::EventKind::kAccess);
    event.path = path;
    event.access = kind;
    return add(event);
  }
  UnitBuilder& read(facts::PathId path) { return access(path, facts::AccessKind::kRead); }
  UnitBuilder& write(facts::PathId path) { return access(path, facts::AccessKind::kWrite); }
  // One access in a critical section of its own.
  UnitBuilder& guarded(facts::PathId lock, facts::PathId path, facts::AccessKind kind = facts::AccessKind::kWrite) {
    return acquire(lock).access(path, kind).release(lock);
  }
  UnitBuilder& call(const std::string& callee, const std::vector<facts::PathId>& actuals = {}) {
    facts::Event event = make(facts::EventKind::kCall);
    event.callee_kind = facts::CalleeKind::kDirect;
    event.callee = callee;
    for (facts::PathId actual : actuals) {
      event.actuals.push_back({actual, true, false});
    }
    return add(event);
  }
  // With a function as the only argument.
  UnitBuilder& call_with(const std::string& callee, const std::string& function) {
    call(callee);
    facts::Callable callable = callable_of(function, facts::kNone);
    unit_.functions.back().events.back().callables.push_back(callable);
    return *this;
  }
  UnitBuilder& block(const std::string& how) {
    facts::Event event = make(facts::EventKind::kBlocking);
    event.text = how;
    return add(event);
  }
  UnitBuilder& bind(facts::PathId path, facts::PathId source) {
    facts::Event event = make(facts::EventKind::kBind);
    event.path = path;
    event.source = source;
    return add(event);
  }
  // A function, or what a path holds, is stored at `holder`.
  UnitBuilder& keep(facts::PathId holder, const std::string& function, facts::PathId from) {
    facts::Event event = make(facts::EventKind::kEscape);
    event.text = "keep";
    event.path = holder;
    event.callables.push_back(callable_of(function, from));
    return add(event);
  }
  void address_taken(const std::string& function) { unit_.address_taken.push_back(function); }
  UnitBuilder& start_thread(const std::string& function, facts::PathId handle) {
    facts::Event event = make(facts::EventKind::kDispatch);
    event.text = "std::thread";
    event.path = handle;
    event.callables.push_back(callable_of(function, facts::kNone));
    event.callables.back().parameter = facts::kNone; // as a thread's own argument, it is no call's
    return add(event);
  }
  UnitBuilder& join(facts::PathId handle) {
    facts::Event event = make(facts::EventKind::kJoin);
    event.path = handle;
    return add(event);
  }

  // Takes `outer`, then `inner`, and releases both.
  UnitBuilder& nest(facts::PathId outer, facts::PathId inner) {
    return acquire(outer).acquire(inner).release(inner).release(outer);
  }

  facts::TuFacts build() {
    for (facts::FunctionFacts& function : unit_.functions) {
      facts::Block body;
      body.count = static_cast<uint32_t>(function.events.size());
      body.successors = {1};
      facts::Block end;
      end.first = body.count;
      function.blocks = {body, end};
      function.exit = 1;
      domain::solve(function, interner_, [](const facts::Event&) { return std::vector<domain::CalleeDelta>(); });
    }
    return unit_;
  }

 private:
  static facts::Callable callable_of(const std::string& function, facts::PathId from) {
    facts::Callable callable;
    callable.kind = function.empty() ? facts::CalleeKind::kFunctionPointer : facts::CalleeKind::kDirect;
    callable.symbol = function;
    callable.path = from;
    callable.type = "void ()";
    callable.parameter = 0;
    return callable;
  }
  facts::Location here() {
    facts::Location where;
    where.file = 0;
    where.line = ++line_;
    where.column = 1;
    return where;
  }
  facts::Event make(facts::EventKind kind) {
    facts::Event event;
    event.kind = kind;
    event.where = here();
    return event;
  }
  UnitBuilder& add(const facts::Event& event) {
    unit_.functions.back().events.push_back(event);
    return *this;
  }

  facts::TuFacts unit_;
  domain::Interner interner_;
  uint32_t line_ = 0;
};

} // namespace paraudit::link

#endif
