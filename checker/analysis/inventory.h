// The unit's inventory: shared state, lock declarations, classes.
//
// Private to checker/analysis. Thread-safety: one per unit. Cost: linear in the declarations given.
#ifndef PARAUDIT_CHECKER_ANALYSIS_INVENTORY_H
#define PARAUDIT_CHECKER_ANALYSIS_INVENTORY_H

#include "checker/analysis/prefix.h"
#include "checker/analysis/unit.h"

#include <set>

namespace paraudit::analysis {

class Inventory {
 public:
  explicit Inventory(Unit& unit) : unit_(unit) {}

  void add_variable(const clang::VarDecl* variable); // any with static storage duration; others are passed over
  void add_class(const clang::CXXRecordDecl* record);
  void finish(const Prefix* prefix); // sorts what was added into the facts

 private:
  void add_owned_locks();
  facts::StateObject state_of(const clang::VarDecl* variable);
  facts::FieldFacts field_of(const clang::FieldDecl* field);
  void add_borrowed_lock(const clang::FieldDecl* field, const TypeInfo& type, const std::string& owner);
  void add_lock(const clang::ValueDecl* decl, const std::string& symbol, facts::Storage storage, const TypeInfo& type,
                const std::string& owner);
  void add_static_guard(const clang::VarDecl* variable, const facts::StateObject& state);

  Unit& unit_;
  std::map<std::string, facts::StateObject> states_;
  std::map<std::string, facts::LockDecl> locks_;
  std::map<std::string, facts::ClassFacts> classes_;
};

// The pseudo lock that guards the initialisation of a function-local static.
facts::PathId static_guard_path(Unit& unit, const clang::VarDecl* variable);
bool has_dynamic_init(const clang::VarDecl* variable);

} // namespace paraudit::analysis

#endif
