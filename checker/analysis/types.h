// What a type is to the audit: its model, whether it is a lock of the program's own, what changes behind its const.
//
// Private to checker/analysis. Thread-safety: one per unit. Cost: each class is looked at once.
#ifndef PARAUDIT_CHECKER_ANALYSIS_TYPES_H
#define PARAUDIT_CHECKER_ANALYSIS_TYPES_H

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/names.h"
#include "checker/models/user_models.h"

namespace paraudit::analysis {

struct TypeInfo {
  models::Role role = models::Role::kNone;
  facts::LockKind lock = facts::LockKind::kNone;
  bool is_capability = false; // Clang's attribute
  bool is_scoped = false;     // scoped_lockable
};

class Types {
 public:
  Types(clang::ASTContext& context, Names& names, const models::Models& models)
      : context_(context), names_(names), models_(models) {}

  TypeInfo info(clang::QualType type); // references and arrays looked through
  TypeInfo info(const clang::CXXRecordDecl* record);
  // std::function and its like, and an optional or smart pointer of such.
  bool keeps_callable(const clang::CXXRecordDecl* record);
  facts::SyncKind sync(clang::QualType type);
  // kGuard, kSharedGuard or kNone; an optional, smart pointer or vector of guards is as one of them.
  models::Role guard_role(clang::QualType type);
  bool is_guard(clang::QualType type) { return guard_role(type) != models::Role::kNone; }
  bool is_shared_guard(clang::QualType type) { return guard_role(type) == models::Role::kSharedGuard; }
  // The lock that a class wraps is the object of the class: `Mutex::mu_` counts as its Mutex.
  // Whether a constructor of the program does more than to build members: one that somebody wrote, or an implicit one
  // whose default member initialisers or members do, or make members refer to something.
  bool runs_code(const clang::CXXConstructorDecl* constructor);
  // What a pointer, unique_ptr or shared_ptr points to, where that is a lock.
  TypeInfo pointed_lock(clang::QualType type);
  bool is_wrapped(const clang::FieldDecl* field);
  facts::InteriorMutability interior(clang::QualType type);

 private:
  bool contains_code(const clang::Stmt* tree);
  bool initialisers_run_code(const clang::CXXConstructorDecl* constructor);
  const models::TypeModel* model_of_alias(clang::QualType type);
  TypeInfo make_info(const clang::CXXRecordDecl* record);
  bool adds_little(const clang::CXXRecordDecl* derived);
  TypeInfo wrapper_info(const clang::CXXRecordDecl* record);
  TypeInfo holder_info(const clang::CXXRecordDecl* record);
  TypeInfo own_pointed_lock(const clang::FieldDecl* field);
  bool is_storage_of(const clang::CXXRecordDecl* record, clang::QualType held) const;
  facts::InteriorMutability make_interior(const clang::CXXRecordDecl* record);
  bool has_lock_field(const clang::CXXRecordDecl* record);

  clang::ASTContext& context_;
  Names& names_;
  const models::Models& models_;
  llvm::DenseMap<const clang::Decl*, TypeInfo> infos_;
  llvm::DenseMap<const clang::Decl*, facts::InteriorMutability> interiors_;
  llvm::DenseMap<const clang::FunctionDecl*, bool> runs_code_;
};

// A class of the standard library, or a reference to an object of it.
bool is_of_std(clang::QualType type, llvm::StringRef name);
const clang::CXXRecordDecl* record_of(clang::QualType type); // arrays looked through, not references or pointers
bool is_user_provided(const clang::FunctionDecl* function);

} // namespace paraudit::analysis

#endif
