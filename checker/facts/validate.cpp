#include "checker/facts/validate.h"

namespace paraudit::facts {
namespace {

class Validator {
 public:
  explicit Validator(const TuFacts& facts) : facts_(facts) {}

  std::string run() {
    if (!facts_.locksets.empty() && !facts_.locksets.front().empty())
      problem_ = "the first lockset is not empty";
    for (const Lockset& lockset : facts_.locksets)
      for (const HeldLock& held : lockset)
        required(held.path, facts_.paths.size(), "path of a held lock");
    for (const Selection& selection : facts_.selections)
      paths(selection);
    for (const LockDecl& lock : facts_.locks)
      check(lock);
    for (const StateObject& state : facts_.states) {
      check(state.where);
      check(state.guarded_by);
      check(state.pt_guarded_by);
    }
    for (const ClassFacts& one : facts_.classes)
      check(one);
    for (const FunctionFacts& function : facts_.functions)
      check(function);
    for (const FunctionFacts& function : facts_.declarations)
      check(function);
    return problem_;
  }

 private:
  void required(std::uint32_t index, std::size_t size, const char* what) {
    if (index >= size && problem_.empty())
      problem_ = std::string(what) + " out of range";
  }
  void optional(std::uint32_t index, std::size_t size, const char* what) {
    if (index != kNone)
      required(index, size, what);
  }
  void path(PathId id) { optional(id, facts_.paths.size(), "path"); }
  void paths(const std::vector<PathId>& ids) {
    for (PathId id : ids)
      required(id, facts_.paths.size(), "path");
  }
  void check(const Location& where) {
    optional(where.file, facts_.files.size(), "file");
    optional(where.spelling_file, facts_.files.size(), "spelling file");
  }
  void check(const AttributeArgument& argument) { path(argument.path); }
  void selection(SelectionId id) { optional(id, facts_.selections.size(), "selection"); }
  void check(const Actual& actual) {
    path(actual.path);
    selection(actual.selection);
  }
  void check(const LockDecl& lock) {
    check(lock.where);
    for (const AttributeArgument& argument : lock.acquired_before)
      check(argument);
    for (const AttributeArgument& argument : lock.acquired_after)
      check(argument);
  }
  void check(const ClassFacts& one) {
    check(one.where);
    for (const FieldFacts& field : one.fields) {
      check(field.where);
      check(field.guarded_by);
      check(field.pt_guarded_by);
    }
  }
  void check(const Callable& callable) {
    path(callable.path);
    check(callable.receiver);
    for (const Actual& actual : callable.captures)
      check(actual);
    for (const Actual& actual : callable.bound)
      check(actual);
  }
  void check(const Event& event) {
    check(event.where);
    optional(event.held, facts_.locksets.size(), "lockset");
    optional(event.released, facts_.locksets.size(), "released lockset");
    for (PathId id : {event.path, event.source, event.guard, event.result, event.receiver.path})
      path(id);
    selection(event.selection);
    selection(event.receiver.selection);
    paths(event.locks);
    for (const Actual& actual : event.actuals)
      check(actual);
    for (const Callable& callable : event.callables)
      check(callable);
  }
  void check(const Block& block, const FunctionFacts& function) {
    if (block.first > function.events.size() || block.count > function.events.size() - block.first)
      required(1, 0, "events of a block");
    for (BlockId next : block.successors)
      optional(next, function.blocks.size(), "successor");
    optional(block.parameter_test.parameter, function.parameters.size(), "parameter of a test");
    if (const size_t cases = block.parameter_test.cases.size(); cases != 0)
      required(cases, block.successors.size(), "cases of a switch");
    optional(block.condition.event, function.events.size(), "event of a condition");
    check(block.condition.where);
    path(block.condition.path);
    path(block.condition.other);
  }
  void check(const std::vector<DeltaLock>& locks) {
    for (const DeltaLock& lock : locks)
      required(lock.path, facts_.paths.size(), "path of a lock");
  }
  void check(const ExitDelta& delta) {
    check(delta.acquired);
    check(delta.released);
    for (const DeltaGuard& guard : delta.guards) {
      required(guard.guard, facts_.paths.size(), "guard");
      required(guard.lock, facts_.paths.size(), "lock of a guard");
    }
    paths(delta.released_guards);
    for (const GuardMove& move : delta.moved_guards) {
      required(move.to, facts_.paths.size(), "guard");
      required(move.from, facts_.paths.size(), "guard");
    }
    for (const DeltaBinding& binding : delta.bindings) {
      required(binding.path, facts_.paths.size(), "binding");
      required(binding.source, facts_.paths.size(), "binding");
    }
  }
  void check(const FunctionFacts& function) {
    check(function.where);
    check(function.required);
    paths(function.excluded);
    for (const Block& block : function.blocks)
      check(block, function);
    optional(function.exit, function.blocks.size(), "exit block");
    for (const Event& event : function.events) {
      check(event);
      optional(event.decides, function.blocks.size(), "block that an event decides");
    }
    check(function.delta);
    for (const Loop& loop : function.loops) {
      check(loop.where);
      path(loop.collection);
      path(loop.variable);
      paths(loop.inner);
      for (const Carried& carried : loop.carried)
        check(carried.where);
    }
    for (const ValueFlow& flow : function.flows) {
      check(flow.where);
      for (const ValuePlace* place : {&flow.from, &flow.to})
        if (place->kind == ValuePlaceKind::kDraw)
          required(place->index, function.events.size(), "event of a drawn number");
    }
  }

  const TuFacts& facts_;
  std::string problem_;
};

} // namespace

std::string validate(const TuFacts& facts) {
  return Validator(facts).run();
}

} // namespace paraudit::facts
