// Names of declarations: those that models know, those that users read, and those that link joins by.
//
// Private to checker/analysis. Thread-safety: one per unit. Cost: each name is made once.
#ifndef PARAUDIT_CHECKER_ANALYSIS_NAMES_H
#define PARAUDIT_CHECKER_ANALYSIS_NAMES_H

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/locations.h"

#include <memory>
#include <string>

namespace paraudit::analysis {

class Names {
 public:
  Names(clang::ASTContext& context, const Locations& locations);

  // `std::mutex::lock`: no inline or unnamed namespaces, no template arguments. For the model tables.
  const std::string& model(const clang::NamedDecl* decl);
  // `ns::Class<int>::field`, `file.cpp::ns::name`, `ns::f()::local`: each instantiation by itself. For keys.
  const std::string& canonical(const clang::NamedDecl* decl);
  // As canonical(), but the declaration in the source: `ns::Class::field` for all instantiations of the template,
  // `ns::Class<T *>::field` for those of a partial specialisation, `ns::Class<int>::field` for an explicit one. What
  // users read.
  const std::string& declared(const clang::NamedDecl* decl);
  // The key of a function or variable across units; lambdas must have been registered. What is internal has `@file`
  // added: the header that it is written in, else the unit's main file.
  const std::string& symbol(const clang::NamedDecl* decl);
  std::string linker_name(const clang::NamedDecl* decl);
  std::string type(clang::QualType type) const;
  // The type of a variable or field as its template declares it; type() of what no template made.
  std::string declared_type(const clang::ValueDecl* decl) const;
  std::string signature(const clang::FunctionDecl* function) const;
  // A lambda is named after the function it is in, by its order there: neither positions nor hashes.
  void register_lambda(const clang::FunctionDecl* call_operator, const std::string& parent_symbol,
                       const clang::NamedDecl* parent, unsigned ordinal);
  bool is_internal(const clang::NamedDecl* decl) const;
  bool depends_on_main_file(const clang::NamedDecl* decl) const; // whether symbol() does

 private:
  enum class Style { kModel, kInstance, kDeclaration };
  using Map = llvm::DenseMap<const clang::Decl*, std::unique_ptr<std::string>>;

  const std::string& named(const clang::NamedDecl* decl, Style style);
  std::string scope(const clang::DeclContext* context, Style style);
  std::string plain(const clang::NamedDecl* decl, Style style);
  void print_arguments(const clang::NamedDecl* decl, Style style, llvm::raw_ostream& out);
  std::string file_prefix(const clang::NamedDecl* decl) const;
  bool is_hidden(const clang::NamedDecl* decl) const;

  clang::ASTContext& context_;
  const Locations& locations_;
  clang::PrintingPolicy policy_;
  clang::PrintingPolicy written_; // types as the source spells them
  std::unique_ptr<clang::MangleContext> mangler_;
  Map models_;
  Map canonical_;
  Map declared_;
  Map symbols_;
};

} // namespace paraudit::analysis

#endif
