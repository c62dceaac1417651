// Which places the value of an expression comes from, and which place an expression denotes. See value_flows.h.
//
// Private to checker/analysis. Thread-safety: as Unit.
#ifndef PARAUDIT_CHECKER_ANALYSIS_VALUES_H
#define PARAUDIT_CHECKER_ANALYSIS_VALUES_H

#include "checker/analysis/paths.h"

#include <optional>
#include <vector>

namespace paraudit::analysis {

struct Source {
  facts::ValuePlace place;
  std::vector<facts::Transit> through;
};

class Values {
 public:
  Values(Unit& unit, Body& body) : unit_(unit), body_(body) {}

  std::vector<Source> of(const clang::Expr* expression);
  std::optional<facts::ValuePlace> target(const clang::Expr* expression);
  facts::ValuePlace variable(const clang::VarDecl* variable);
  facts::ValuePlace field(const clang::FieldDecl* field);
  bool is_own_local(const facts::ValuePlace& place) const; // no lambda sees it

  // Numbers, text, and containers: what a value may be followed in.
  bool is_followed(clang::QualType type);
  bool is_text_stream(clang::QualType type); // keeps what it is told as text
  bool is_output(clang::QualType type);      // streams to a terminal, to a file, or to wherever the caller wants

 private:
  void add(std::vector<Source>& to, const clang::Expr* expression);
  void add_call(std::vector<Source>& to, const clang::CallExpr* call);

  Unit& unit_;
  Body& body_;
  std::vector<const clang::VarDecl*> references_; // that target() is following
};

const clang::Expr* receiver_of(const clang::CallExpr* call);               // of a method
std::vector<const clang::Expr*> arguments_of(const clang::CallExpr* call); // without the receiver

} // namespace paraudit::analysis

#endif
