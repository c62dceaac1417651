// Names of declarations: those that models know, those that users read, and those that link joins by.
//
// Private to checker/analysis. Thread-safety: one per unit. Cost: each name is made once.
#ifndef PARAUDIT_CHECKER_ANALYSIS_NAMES_H
#define PARAUDIT_CHECKER_ANALYSIS_NAMES_H

#include "checker/analysis/clang_headers.h"

#include <memory>
#include <string>

namespace paraudit::analysis {

class Names {
 public:
  Names(clang::ASTContext& context, std::string main_file);

  // `std::mutex::lock`: no inline or unnamed namespaces, no template arguments. For the model tables.
  const std::string& model(const clang::NamedDecl* decl);
  // `ns::Class<int>::field`, `file.cpp::ns::name`, `ns::f()::local`: what users read.
  const std::string& canonical(const clang::NamedDecl* decl);
  // The key of a function or variable across units; lambdas must have been registered.
  const std::string& symbol(const clang::NamedDecl* decl);
  std::string linker_name(const clang::NamedDecl* decl);
  std::string type(clang::QualType type) const;
  std::string signature(const clang::FunctionDecl* function) const;
  // A lambda is named after the function it is in, by its order there: neither positions nor hashes.
  void register_lambda(const clang::FunctionDecl* call_operator, const std::string& parent_symbol,
                       const std::string& parent_name, unsigned ordinal);
  bool is_internal(const clang::NamedDecl* decl) const;

 private:
  std::string scope(const clang::DeclContext* context, bool for_models);
  std::string plain(const clang::NamedDecl* decl, bool for_models);
  std::string file_prefix(const clang::NamedDecl* decl) const;

  clang::ASTContext& context_;
  std::string main_file_;
  clang::PrintingPolicy policy_;
  std::unique_ptr<clang::MangleContext> mangler_;
  llvm::DenseMap<const clang::Decl*, std::unique_ptr<std::string>> models_;
  llvm::DenseMap<const clang::Decl*, std::unique_ptr<std::string>> canonical_;
  llvm::DenseMap<const clang::Decl*, std::unique_ptr<std::string>> symbols_;
};

} // namespace paraudit::analysis

#endif
