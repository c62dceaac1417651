// The model tables with the rows that a configuration adds: a project's own locks, guards, parallel constructs,
// thread-safe types, and calls that block or do not. A row of the configuration replaces the tables' row of that name.
//
// Thread-safety: const after the last add_*(). Cost: two searches by name. Errors: as text, naming what there is.
#ifndef PARAUDIT_CHECKER_MODELS_USER_MODELS_H
#define PARAUDIT_CHECKER_MODELS_USER_MODELS_H

#include "checker/models/models.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::models {

class Models {
 public:
  Models() = default;
  // Rows refer to the names beside them.
  Models(Models&&) = default;
  Models& operator=(Models&&) = default;
  Models(const Models&) = delete;
  Models& operator=(const Models&) = delete;

  // `role` and `kind` are words of type_roles() and lock_kinds(); no kind means that of a plain mutex for locks.
  // Returns
  // "" or what is wrong.
  std::string add_type(const std::string& name, std::string_view role, std::string_view kind);
  // `effect` is a word of call_effects(). `argument` counts from 0, kReceiver is the object that a method is called on.
  std::string add_call(const std::string& name, std::string_view effect, std::uint32_t argument);

  const TypeModel* find_type(std::string_view qualified_name) const;
  // The tables' names without a scope are those of functions of C: a program's own `select()` is none.
  const CallModel* find_call(std::string_view qualified_name, bool has_c_linkage) const;

  // Every row in a fixed order: what facts depend on.
  std::string identity() const;

 private:
  // Maps do not move their keys, which the models refer to.
  std::map<std::string, TypeModel, std::less<>> types_;
  std::map<std::string, CallModel, std::less<>> calls_;
};

std::vector<std::string> type_roles();
std::vector<std::string> lock_kinds();
std::vector<std::string> call_effects();

} // namespace paraudit::models

#endif
