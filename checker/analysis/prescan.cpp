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

std::vector<std::pair<const FieldDecl*, const Expr*>> members_given(const InitListExpr* list) {
  std::vector<std::pair<const FieldDecl*, const Expr*>> given;
  const CXXRecordDecl* record = list->getType()->getAsCXXRecordDecl();
  if (list->isTransparent() || !record || record->isLambda())
    return given;
  const auto add = [&](const FieldDecl* field, const Expr* value) {
    const auto* fallback = dyn_cast<CXXDefaultInitExpr>(value);
    given.emplace_back(field, fallback ? fallback->getExpr() : value);
  };
  if (record->isUnion()) {
    if (list->getInitializedFieldInUnion() && list->getNumInits() == 1)
      add(list->getInitializedFieldInUnion(), list->getInit(0));
    return given;
  }
  unsigned next = record->getNumBases(); // whose initialisers come first
  for (const FieldDecl* field : record->fields()) {
    if (field->isUnnamedBitField())
      continue;
    if (next >= list->getNumInits())
      break;
    add(field, list->getInit(next++));
  }
  return given;
}

namespace {

// A step of one size: what is added by as much as happens to be at hand is a sum, not a row of numbers.
bool is_step(const Expr* amount) {
  amount = amount->IgnoreParenImpCasts();
  const auto* reference = dyn_cast<DeclRefExpr>(amount);
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  return isa<IntegerLiteral>(amount) || (variable && variable->isConstexpr());
}

bool counts_up(const Expr* expression) {
  if (const auto* unary = dyn_cast<UnaryOperator>(expression))
    return unary->isIncrementOp();
  if (const auto* call = dyn_cast<CXXOperatorCallExpr>(expression))
    return call->getOperator() == OO_PlusPlus;
  const auto* call = dyn_cast<CXXMemberCallExpr>(expression);
  const CXXMethodDecl* method = call ? call->getMethodDecl() : nullptr;
  return method && method->getDeclName().isIdentifier() && method->getName() == "fetch_add" && call->getNumArgs() > 0 &&
         is_step(call->getArg(0));
}

bool passes_on(const Stmt* statement) {
  if (const auto* binary = dyn_cast<BinaryOperator>(statement))
    return binary->isAdditiveOp() || binary->isMultiplicativeOp();
  return isa<CastExpr, ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(statement);
}

const Stmt* condition_of(const Stmt* statement) {
  if (const auto* branch = dyn_cast<IfStmt>(statement))
    return branch->getCond();
  if (const auto* loop = dyn_cast<WhileStmt>(statement))
    return loop->getCond();
  if (const auto* loop = dyn_cast<DoStmt>(statement))
    return loop->getCond();
  if (const auto* loop = dyn_cast<ForStmt>(statement))
    return loop->getCond();
  if (const auto* choice = dyn_cast<SwitchStmt>(statement))
    return choice->getCond();
  const auto* conditional = dyn_cast<ConditionalOperator>(statement);
  return conditional ? conditional->getCond() : nullptr;
}

// What the statements around an expression do with its value; `kept_in`: the variable that is made of it.
facts::ValueUse use_of_value(const std::vector<const Stmt*>& ancestors, const Expr* value, const VarDecl** kept_in) {
  const Stmt* inner = value;
  for (auto outer = ancestors.rbegin(); outer != ancestors.rend(); inner = *outer, ++outer) {
    if (const auto* cast = dyn_cast<CastExpr>(*outer); cast && cast->getCastKind() == CK_ToVoid)
      return facts::ValueUse::kIgnored;
    if (passes_on(*outer))
      continue;
    if (const auto* binary = dyn_cast<BinaryOperator>(*outer)) {
      const bool is_dropped = binary->getOpcode() == BO_Comma && binary->getLHS() == inner;
      return is_dropped                 ? facts::ValueUse::kIgnored
             : binary->isComparisonOp() ? facts::ValueUse::kTested
                                        : facts::ValueUse::kKept;
    }
    if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(*outer))
      return subscript->getIdx() == inner ? facts::ValueUse::kTested : facts::ValueUse::kKept;
    if (const auto* call = dyn_cast<CXXOperatorCallExpr>(*outer); call && call->getOperator() == OO_Subscript)
      return facts::ValueUse::kTested;
    if (const auto* declaration = dyn_cast<DeclStmt>(*outer)) {
      if (kept_in && declaration->isSingleDecl())
        *kept_in = dyn_cast<VarDecl>(declaration->getSingleDecl());
      return facts::ValueUse::kKept;
    }
    if (condition_of(*outer) == inner)
      return facts::ValueUse::kTested;
    return isa<Expr, ReturnStmt>(*outer) ? facts::ValueUse::kKept : facts::ValueUse::kIgnored;
  }
  return facts::ValueUse::kKept; // a member's or variable's initialiser
}

} // namespace

unsigned Prescan::local(const VarDecl* variable) {
  return locals.try_emplace(variable, locals.size()).first->second;
}

void Prescan::initialise(const Expr* initializer, Target target) {
  if (const Expr* made = construction_of(initializer);
      made && (made->getType()->isRecordType() || made->getType()->isArrayType()))
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
  if (const auto* member = dyn_cast<MemberExpr>(target->IgnoreParens()))
    assigned_members_.insert(member->getMemberDecl());
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

void Prescan::visit_return(const Expr* value) {
  initialise(value, {Target::Kind::kReturn, nullptr, nullptr});
  const auto* reference = dyn_cast<DeclRefExpr>(value->IgnoreParenImpCasts());
  const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (variable && variable->hasLocalStorage() && variable->getType()->isAnyPointerType())
    returned.insert(variable);
}

void Prescan::visit(const Stmt* statement) {
  if (!statement)
    return;
  note_reassignment(statement);
  note_operator_assignment(statement);
  price.add(operations_of(statement), rate_);
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement))
    return visit_lambda(lambda);
  if (const auto* reference = dyn_cast<DeclRefExpr>(statement))
    names_functions |= isa<FunctionDecl>(reference->getDecl()) && !callees.contains(reference);
  const bool is_loop = isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(statement);
  has_loops |= is_loop;
  if (const auto* expression = dyn_cast<Expr>(statement))
    note_counter(expression);
  if (const auto* list = dyn_cast<InitListExpr>(statement))
    for (const Expr* init : list->inits())
      if (const auto* inner = dyn_cast_or_null<InitListExpr>(construction_of(init)))
        inner_lists.insert(inner);
  if (const auto* declaration = dyn_cast<DeclStmt>(statement))
    visit_declaration(declaration);
  else if (const auto* result = dyn_cast<ReturnStmt>(statement); result && result->getRetValue())
    visit_return(result->getRetValue());
  else if (const auto* call = dyn_cast<CallExpr>(statement))
    callees.insert(call->getCallee()->IgnoreParenImpCasts());
  else if (const auto* loop = dyn_cast<CXXForRangeStmt>(statement); loop && loop->getRangeInit())
    ranges[loop->getLoopVariable()] = loop->getRangeInit();
  else if (const auto* handler = dyn_cast<CXXCatchStmt>(statement); handler && handler->getExceptionDecl())
    local(handler->getExceptionDecl());
  ancestors_.push_back(statement);
  const std::uint32_t rate = rate_;
  for (const Stmt* child : statement->children()) {
    rate_ = child ? rate_of_part(statement, child, rate) : rate;
    visit(child);
  }
  rate_ = rate;
  ancestors_.pop_back();
}

// Something that is counted up where others can see it, or a look at what such a counter gave.
void Prescan::note_counter(const Expr* expression) {
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    if (variable && drawn_.contains(variable) &&
        use_of_value(ancestors_, expression, nullptr) == facts::ValueUse::kTested)
      tested_.insert(variable);
    return;
  }
  if (!counts_up(expression))
    return;
  const VarDecl* kept_in = nullptr;
  uses[expression] = use_of_value(ancestors_, expression, &kept_in);
  if (kept_in)
    drawn_[kept_in] = expression;
}

void Prescan::finish_uses() {
  for (const auto& [variable, counter] : drawn_)
    if (tested_.contains(variable))
      uses[counter] = facts::ValueUse::kTested;
}

void Prescan::scan(const Stmt* body) {
  visit(body);
  finish_uses();
  find_left_behind();
}

void Prescan::find_left_behind() {
  for (const auto& [variable, values] : assigned) {
    if (values.size() != 1 || !variable->getType()->isAnyPointerType() || variable->hasGlobalStorage())
      continue;
    const Expr* source = values.front()->IgnoreParenCasts();
    const auto* member = dyn_cast<MemberExpr>(source);
    const auto* reference = dyn_cast<DeclRefExpr>(source);
    const auto* other = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
    if ((member && assigned_members_.contains(member->getMemberDecl())) || (other && reassigned.contains(other)))
      left_behind.insert(variable);
  }
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
