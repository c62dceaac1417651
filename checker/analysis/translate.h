// Turns the elements of a function's CFG into events.
//
// Private to checker/analysis. Thread-safety: as Unit. Every expression comes once, after its operands, as Clang's CFG
// orders them.
#ifndef PARAUDIT_CHECKER_ANALYSIS_TRANSLATE_H
#define PARAUDIT_CHECKER_ANALYSIS_TRANSLATE_H

#include "checker/analysis/selections.h"

namespace paraudit::analysis {

// A call with its parts told apart, whatever its syntax.
struct CallSite {
  const clang::Expr* expression = nullptr;
  const clang::FunctionDecl* callee = nullptr; // none: through a pointer
  const clang::Expr* receiver = nullptr;
  bool arrow = false; // the receiver is a pointer
  llvm::SmallVector<const clang::Expr*, 6> arguments;
};

class Translator {
 public:
  Translator(Unit& unit, Body& body, facts::FunctionFacts& out)
      : unit_(unit), body_(body), out_(out), paths_(unit, body), selections_(unit, body, paths_) {}

  void begin_block() {
    assigned_.clear();
    returned_ = {};
  }
  const facts::Condition& returned() const { return returned_; } // by this block so far
  void element(const clang::CFGElement& element);
  facts::Condition condition(const clang::Expr* expression);
  // Reads and calls that decide the branch at the end of a block, and where it is decided.
  void mark_conditions(const clang::Expr* condition, facts::BlockId block, facts::Block& to);
  void begin_static_init(const clang::DeclStmt* statement);
  void bind_parameters(); // pointer parameters that are also variables
  void finish();          // after the last element

 private:
  // translate.cpp
  void statement(const clang::Stmt* statement);
  void declaration(const clang::DeclStmt* statement);
  void assignment(const clang::BinaryOperator* assignment);
  bool makes_own_lock(const clang::Expr* holder, const clang::Expr* value);
  bool makes_own_lock(const clang::FieldDecl* field, clang::QualType type, const clang::Expr* value);
  void bind_member(const clang::FieldDecl* field, facts::PathId whole, const clang::Expr* value,
                   const facts::Location& where);
  void bind_members(facts::PathId whole, const clang::InitListExpr* list);
  void bind_pointer(const clang::Expr* holder, const clang::Expr* value);
  void note_returned(const clang::Expr* value, clang::QualType type, const char* text, const facts::Location& where);
  void note_returned_later(const clang::Expr* target, const clang::Expr* value);
  void return_value(const clang::ReturnStmt* statement);
  void initializer(const clang::CXXCtorInitializer* initializer);
  void access(const clang::Expr* object, facts::AccessKind kind, const clang::Expr* at);
  void access(facts::PathId path, facts::AccessKind kind, const facts::Location& where, std::string text = "");
  bool is_shared(facts::PathId path) const;
  bool is_captured(const facts::AccessPath& path) const;
  // What the last event was about: which element, and what becomes of the value.
  void note_selection(std::size_t events_before, const clang::Expr* object, const clang::Expr* value);
  bool is_constant(const clang::Expr* object) const;
  facts::Event& add(facts::EventKind kind, const facts::Location& where);

  // destroy.cpp
  // `is_exact`: the object is of this class and of no derived one.
  void destroy(facts::PathId path, clang::QualType type, const facts::Location& where, bool is_exact, int depth = 0);
  void destroy_parts(facts::PathId path, const clang::CXXRecordDecl* record, const facts::Location& where, int depth);
  void destroy_contents(facts::PathId path, const clang::CXXRecordDecl* record, const facts::Location& where,
                        int depth);
  // What the methods of containers and smart pointers destroy.
  void destroy_by_method(const CallSite& site, models::Role role, llvm::StringRef method);
  void construct(const clang::CXXConstructExpr* construct);
  facts::PathId moved_guard(const clang::Expr* given);
  // A guard, or a holder with one in it, that is made of these arguments.
  void construct_guard(const clang::Expr* expression, clang::QualType type, facts::PathId guard,
                       llvm::ArrayRef<const clang::Expr*> arguments);
  void construct_thread(const clang::CXXConstructExpr* construct);
  // `arguments`: the callable and what is passed to it.
  void dispatch_thread(llvm::ArrayRef<const clang::Expr*> arguments, std::optional<facts::Callable> callable,
                       facts::PathId thread, const std::string& text, const facts::Location& where);
  void construct_user(const clang::CXXConstructExpr* construct);

  // calls.cpp
  void call(const clang::CallExpr* call);
  CallSite site_of(const clang::CallExpr* call) const;
  void note_recursive(const CallSite& site);
  void user_call(const CallSite& site);
  void indirect_call(const clang::CallExpr* call);
  void library_call(const CallSite& site);
  bool is_copied(const CallSite& site, const clang::Expr* argument) const;
  void fill_arguments(const CallSite& site, facts::Event& event);
  const clang::CXXMethodDecl* only_target(const CallSite& site, const clang::CXXMethodDecl* method) const;
  std::string known_class(const clang::Expr* object, const clang::CXXRecordDecl* said) const;
  std::string argument_class(const clang::Expr* argument, clang::QualType parameter) const;
  bool holds_elements(const clang::Expr* element) const;
  void assert_held(const CallSite& site);
  void forward_arguments(const CallSite& site);
  bool is_parallel_policy(const clang::Expr* argument) const;
  facts::PathId made_path(const CallSite& site);
  void start_thread(const CallSite& site, const clang::CXXRecordDecl* thread);
  void make_object(const CallSite& site, Library::Made made);
  facts::PathId receiver_path(const CallSite& site);
  bool value_category_call(const CallSite& site); // move, forward, addressof, get: denote their argument

  // stored.cpp
  std::optional<facts::Callable> follow(const clang::Expr* value);
  void keep(facts::PathId holder, const clang::Expr* value, const facts::Location& where);
  void keep_fields(const clang::InitListExpr* list);
  void keep_initial(const clang::VarDecl* variable);
  void disguise(const clang::CastExpr* cast);

  // effects.cpp
  bool model_call(const CallSite& site);
  void apply(models::Effect effect, const CallSite& site, const models::CallModel* model);
  bool apply_lock(models::Effect effect, const CallSite& site, facts::PathId subject);
  bool apply_guard(models::Effect effect, const CallSite& site);
  facts::PathId holder_of_guard(facts::PathId guard);
  bool replace_guard(models::Effect effect, const CallSite& site, facts::Event event);
  bool makes_guard(const CallSite& site);
  bool apply_locked_value(models::Effect effect, const CallSite& site);
  bool apply_parallel(models::Effect effect, const CallSite& site, const models::CallModel* model);
  void atomic_access(models::Effect effect, const CallSite& site, facts::PathId object);
  facts::PathId dereferenced(const CallSite& site, models::Role role, facts::PathId object);
  void take_element(models::Effect effect, const CallSite& site, facts::PathId object);
  bool apply_data(models::Effect effect, const CallSite& site, const models::CallModel* model);
  void add_instances(const clang::Expr* value, std::vector<facts::Callable>& callables);
  void call_callables(
      const CallSite& site, std::size_t from, facts::EventKind kind, const std::string& text, bool synchronous,
      llvm::function_ref<bool(const clang::Expr*)> is_called = [](const clang::Expr*) { return true; });
  bool runs_under_once(const CallSite& site);
  void wait(models::Effect effect, const CallSite& site);
  void run_once(const CallSite& site, facts::PathId flag, std::size_t callable);
  facts::PathId argument_path(const CallSite& site, std::size_t index);
  std::string memory_order(const CallSite& site) const;

  // thread_bound.cpp
  bool is_thread_bound(const clang::Expr* expression, int depth = 0) const;
  void hold(const clang::VarDecl* variable);
  void use_held(const clang::DeclRefExpr* reference);
  void hand_out(const CallSite& site); // a thread's own object, to something that others can reach
  void note_order(const CallSite& site);
  void note_stream(const CallSite& site);
  bool goes_to_console(const CallSite& site) const;
  void block_on(facts::PathId object, const char* text, const facts::Location& where);

  // conditions.cpp
  facts::PathId compared(const clang::Expr* expression);
  const clang::Expr* tested_value(const clang::Expr* expression) const;
  bool try_condition(const clang::Expr* expression, facts::Condition& out);
  bool comparison(const clang::BinaryOperator* expression, facts::Condition& out);
  facts::Condition outcome(const clang::Expr* value);
  bool variable_condition(const clang::Expr* expression, facts::Condition& out);
  bool mark_deciding(const clang::Stmt* tree, facts::BlockId block, bool directly, int depth);
  void note_event(const clang::Stmt* expression);

  Unit& unit_;
  Body& body_;
  facts::FunctionFacts& out_;
  Paths paths_;
  Selections selections_;
  llvm::DenseSet<const clang::VarDecl*> held_; // they refer to a thread's own objects
  std::set<std::pair<facts::RootKind, std::uint32_t>> captured_;
  llvm::DenseMap<facts::EventId, bool> zero_means_success_;
  llvm::DenseMap<const clang::Stmt*, llvm::SmallVector<facts::EventId, 1>> events_of_; // accesses and calls
  llvm::DenseMap<const clang::VarDecl*, int> followed_; // of the condition that is looked at: how deep
  const clang::Stmt* current_ = nullptr;
  llvm::DenseMap<const clang::VarDecl*, const clang::Expr*> assigned_; // locals, in this block so far
  facts::Condition returned_;
};

} // namespace paraudit::analysis

#endif
