// Facts of one function body, and of the lambdas in it: CFG, events, blocks. Locksets are solved later.
//
// Private to checker/analysis. Thread-safety: as Unit. Cost: linear in the body.
#ifndef PARAUDIT_CHECKER_ANALYSIS_BODY_H
#define PARAUDIT_CHECKER_ANALYSIS_BODY_H

#include "checker/analysis/inventory.h"
#include "checker/analysis/paths.h"
#include "checker/analysis/prefix.h"
#include "checker/analysis/unit.h"

#include <memory>

namespace paraudit::analysis {

class Bodies {
 public:
  Bodies(Unit& unit, Inventory& inventory) : unit_(unit), inventory_(inventory) {}

  void add_function(const clang::FunctionDecl* function);    // with a body
  void add_declaration(const clang::FunctionDecl* function); // without one: its contract, if it has any
  void add_initializer(const clang::VarDecl* variable);      // dynamic initialisation of a namespace-scope object
  // What bodies that were read before this part of the unit tell: names of their lambdas, globals that they change.
  void continue_after(const Prefix& prefix);
  // Makes the events of all that was added, and sorts them into the facts. Not before: a body may name a lambda that
  // a later one contains.
  void finish();

 private:
  struct Pending {
    Body body;
    facts::FunctionFacts facts;
    clang::Stmt* code = nullptr;
    const clang::NamedDecl* owner = nullptr; // for the CFG: the function, or the variable
  };

  facts::FunctionFacts header(const clang::FunctionDecl* function);
  void add(std::unique_ptr<Pending> pending);
  void add_lambda(const clang::LambdaExpr* lambda, const clang::FunctionDecl* call_operator, const Pending& parent);
  void translate(Pending& pending);
  void register_lambdas(const clang::NamedDecl* owner, const std::string& symbol, const Prescan& scan);

  Unit& unit_;
  Inventory& inventory_;
  std::map<std::string, std::unique_ptr<Pending>> pending_;
  std::map<std::string, facts::FunctionFacts> declarations_;
};

} // namespace paraudit::analysis

#endif
