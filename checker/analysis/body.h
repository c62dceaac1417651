// Facts of one function body, and of the lambdas in it: CFG, events, blocks. Locksets are solved later.
//
// Private to checker/analysis. Thread-safety: as Unit. Cost: linear in the body.
#ifndef PARAUDIT_CHECKER_ANALYSIS_BODY_H
#define PARAUDIT_CHECKER_ANALYSIS_BODY_H

#include "checker/analysis/inventory.h"
#include "checker/analysis/unit.h"

namespace paraudit::analysis {

class Bodies {
 public:
  Bodies(Unit& unit, Inventory& inventory) : unit_(unit), inventory_(inventory) {}

  void add_function(const clang::FunctionDecl* function);    // with a body
  void add_declaration(const clang::FunctionDecl* function); // without one: its contract, if it has any
  void add_initializer(const clang::VarDecl* variable);      // dynamic initialisation of a namespace-scope object
  void finish();                                             // sorts what was added into the facts

 private:
  facts::FunctionFacts header(const clang::FunctionDecl* function);
  void add_lambdas(const std::vector<const clang::LambdaExpr*>& lambdas, const facts::FunctionFacts& parent,
                   const std::string& class_name);
  void register_lambdas(const std::vector<const clang::LambdaExpr*>& lambdas, const facts::FunctionFacts& parent);
  void add_lambda(const clang::LambdaExpr* lambda, const facts::FunctionFacts& parent, const std::string& class_name);

  Unit& unit_;
  Inventory& inventory_;
  std::map<std::string, facts::FunctionFacts> functions_;
  std::map<std::string, facts::FunctionFacts> declarations_;
};

} // namespace paraudit::analysis

#endif
