#include "checker/analysis/prescan.h"

namespace paraudit::analysis {

using namespace clang;

const Expr* construction_of(const Expr* expression) {
  while (expression) {
    if (const auto* wrapped = dyn_cast<FullExpr>(expression))
      expression = wrapped->getSubExpr();
    else if (const auto* bound = dyn_cast<CXXBindTemporaryExpr>(expression))
      expression = bound->getSubExpr();
    else if (const auto* temporary = dyn_cast<MaterializeTemporaryExpr>(expression))
      expression = temporary->getSubExpr();
    else if (const auto* parenthesis = dyn_cast<ParenExpr>(expression))
      expression = parenthesis->getSubExpr();
    else if (const auto* cast = dyn_cast<CastExpr>(expression); cast && cast->getType()->isRecordType())
      expression = cast->getSubExpr();
    else if (const auto* list = dyn_cast<InitListExpr>(expression); list && list->isTransparent())
      expression = list->getInit(0);
    else if (const auto* copy = dyn_cast<CXXConstructExpr>(expression);
             copy && copy->isElidable() && copy->getNumArgs() >= 1)
      expression = copy->getArg(0);
    else
      break;
  }
  return expression;
}

unsigned Prescan::local(const VarDecl* variable) {
  return locals.try_emplace(variable, locals.size()).first->second;
}

void Prescan::initialise(const Expr* initializer, Target target) {
  if (const Expr* made = construction_of(initializer); made && made->getType()->isRecordType())
    targets[made] = target;
}

void Prescan::visit_declaration(const DeclStmt* statement) {
  for (const Decl* decl : statement->decls()) {
    const auto* variable = dyn_cast<VarDecl>(decl);
    if (!variable)
      continue;
    if (variable->isStaticLocal())
      static_locals.push_back(variable);
    else
      local(variable);
    if (variable->getInit())
      assigned[variable].push_back(variable->getInit());
    if (variable->getInit())
      initialise(variable->getInit(), {Target::Kind::kVariable, variable, nullptr});
  }
}

void Prescan::visit_lambda(const LambdaExpr* lambda) {
  lambdas.push_back(lambda);
  for (const LambdaCapture& capture : lambda->captures())
    if (capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef)
      if (const auto* variable = dyn_cast<VarDecl>(capture.getCapturedVar()))
        captured_by_reference.insert(variable);
  for (const Expr* init : lambda->capture_inits())
    visit(init);
  scan_reassignments(lambda->getBody());
}

void Prescan::note_reassignment(const Stmt* statement) {
  const Expr* target = nullptr;
  if (const auto* binary = dyn_cast<BinaryOperator>(statement); binary && binary->isAssignmentOp())
    target = binary->getLHS();
  else if (const auto* unary = dyn_cast<UnaryOperator>(statement);
           unary && (unary->isIncrementDecrementOp() || unary->getOpcode() == UO_AddrOf))
    target = unary->getSubExpr();
  if (!target)
    return;
  if (const auto* reference = dyn_cast<DeclRefExpr>(target->IgnoreParens()))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl())) {
      reassigned.insert(variable);
      if (const auto* binary = dyn_cast<BinaryOperator>(statement))
        assigned[variable].push_back(binary->getRHS());
    }
}

// `it = table.find(name)`, where the iterator is an object.
void Prescan::note_operator_assignment(const Stmt* statement) {
  const auto* call = dyn_cast<CXXOperatorCallExpr>(statement);
  if (!call || call->getOperator() != OO_Equal || call->getNumArgs() != 2)
    return;
  if (const auto* reference = dyn_cast<DeclRefExpr>(call->getArg(0)->IgnoreParenImpCasts()))
    if (const auto* variable = dyn_cast<VarDecl>(reference->getDecl()))
      assigned[variable].push_back(call->getArg(1));
}

void Prescan::scan_reassignments(const Stmt* body) {
  if (!body)
    return;
  note_reassignment(body);
  for (const Stmt* child : body->children())
    scan_reassignments(child);
}

void Prescan::visit(const Stmt* statement) {
  if (!statement)
    return;
  note_reassignment(statement);
  note_operator_assignment(statement);
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement))
    return visit_lambda(lambda);
  if (const auto* declaration = dyn_cast<DeclStmt>(statement))
    visit_declaration(declaration);
  else if (const auto* result = dyn_cast<ReturnStmt>(statement); result && result->getRetValue())
    initialise(result->getRetValue(), {Target::Kind::kReturn, nullptr, nullptr});
  else if (const auto* call = dyn_cast<CallExpr>(statement))
    callees.insert(call->getCallee()->IgnoreParenImpCasts());
  else if (const auto* loop = dyn_cast<CXXForRangeStmt>(statement); loop && loop->getRangeInit())
    ranges[loop->getLoopVariable()] = loop->getRangeInit();
  else if (const auto* handler = dyn_cast<CXXCatchStmt>(statement); handler && handler->getExceptionDecl())
    local(handler->getExceptionDecl());
  for (const Stmt* child : statement->children())
    visit(child);
}

void Prescan::scan(const Stmt* body) {
  visit(body);
}

void Prescan::scan(const CXXConstructorDecl* constructor) {
  for (const CXXCtorInitializer* initializer : constructor->inits()) {
    const Expr* init = initializer->getInit();
    if (const auto* fallback = dyn_cast_or_null<CXXDefaultInitExpr>(init))
      init = fallback->getExpr();
    if (!init)
      continue;
    if (initializer->isAnyMemberInitializer())
      initialise(init, {Target::Kind::kField, nullptr, initializer->getAnyMember()});
    else
      initialise(init, {Target::Kind::kBase, nullptr, nullptr});
    visit(init);
  }
}

} // namespace paraudit::analysis
