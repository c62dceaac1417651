#include "checker/analysis/loops.h"

#include "checker/analysis/loop_output.h"
#include "checker/analysis/neighbours.h"

#include <algorithm>
#include <array>

namespace paraudit::analysis {

using namespace clang;
using facts::Carried;
using facts::CarriedKind;
using facts::IterationOrder;
using facts::kNone;
using facts::PathId;
using models::Role;

namespace {

const VarDecl* variable_of(const Expr* expression) {
  const auto* reference = expression ? dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts()) : nullptr;
  return reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
}

// The local that an expression names, or whose part it names; `element`: the part is picked by a subscript.
const DeclRefExpr* base_of(const Expr* expression, bool& is_part, const Expr*& element) {
  expression = construction_of(expression->IgnoreParenImpCasts());
  if (const auto* member = dyn_cast<MemberExpr>(expression); member && !member->isArrow()) {
    is_part = true;
    return base_of(member->getBase(), is_part, element);
  }
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression)) {
    is_part = true;
    element = expression;
    return base_of(subscript->getBase(), is_part, element);
  }
  if (const auto* call = dyn_cast<CXXOperatorCallExpr>(expression);
      call && call->getOperator() == OO_Subscript && call->getNumArgs() == 2) {
    is_part = true;
    element = expression;
    return base_of(call->getArg(0), is_part, element);
  }
  return dyn_cast<DeclRefExpr>(expression);
}

IterationOrder order_of(QualType type, Names& names, const ASTContext& context) {
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record)
    return IterationOrder::kStable;
  constexpr std::array<StringRef, 8> kUnordered = {
      "std::unordered_map",  "std::unordered_set",  "std::unordered_multimap", "std::unordered_multiset",
      "absl::flat_hash_map", "absl::flat_hash_set", "absl::node_hash_map",     "absl::node_hash_set"};
  constexpr std::array<StringRef, 4> kSorted = {"std::map", "std::set", "std::multimap", "std::multiset"};
  constexpr std::array<StringRef, 4> kHashed = {"llvm::DenseMap", "llvm::DenseSet", "llvm::SmallPtrSet",
                                                "llvm::SmallDenseMap"};
  const std::string& name = names.model(record);
  const auto* instance = dyn_cast<ClassTemplateSpecializationDecl>(record);
  const auto argument = [&](unsigned index) {
    const bool given = instance && index < instance->getTemplateArgs().size() &&
                       instance->getTemplateArgs()[index].getKind() == TemplateArgument::Type;
    return given ? instance->getTemplateArgs()[index].getAsType() : context.VoidTy;
  };
  if (std::find(kUnordered.begin(), kUnordered.end(), name) != kUnordered.end() || name == "llvm::StringMap")
    return IterationOrder::kUnordered;
  if (std::find(kHashed.begin(), kHashed.end(), name) != kHashed.end()) // one hash for all runs: addresses differ
    return argument(0)->isIntegralOrEnumerationType() ? IterationOrder::kStable : IterationOrder::kUnordered;
  if (std::find(kSorted.begin(), kSorted.end(), name) == kSorted.end() || !argument(0)->isAnyPointerType())
    return IterationOrder::kStable;
  const CXXRecordDecl* comparison = record_of(argument(StringRef(name).ends_with("map") ? 2 : 1));
  const bool by_address =
      !comparison || names.model(comparison) == "std::less" || names.model(comparison) == "std::greater";
  return by_address ? IterationOrder::kAddresses : IterationOrder::kStable;
}

class LoopBuilder {
 public:
  LoopBuilder(Unit& unit, Body& body, const Stmt* code, facts::FunctionFacts& out)
      : unit_(unit), body_(body), code_(code), out_(out), paths_(unit, body), selections_(unit, body, paths_) {}

  void visit(const Stmt* statement) {
    if (!statement || isa<LambdaExpr>(statement))
      return;
    if (const auto* loop = dyn_cast<CXXForRangeStmt>(statement))
      range_loop(loop);
    else if (const auto* loop = dyn_cast<ForStmt>(statement))
      for_loop(loop);
    for (const Stmt* child : statement->children())
      visit(child);
  }

 private:
  PathId local_path(const VarDecl* variable) {
    return unit_.interner.path({facts::RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
  }

  void range_loop(const CXXForRangeStmt* loop) {
    const VarDecl* variable = loop->getLoopVariable();
    if (!loop->getRangeInit() || !variable)
      return;
    facts::Loop fact;
    fact.order = order_of(loop->getRangeInit()->getType(), unit_.names, unit_.context);
    fact.collection = paths_.object(loop->getRangeInit());
    add(std::move(fact), loop, loop->getBody(), variable);
  }

  void for_loop(const ForStmt* loop) {
    const auto* init = dyn_cast_or_null<DeclStmt>(loop->getInit());
    const auto* variable =
        init && init->decl_begin() != init->decl_end() ? dyn_cast<VarDecl>(*init->decl_begin()) : nullptr;
    if (!variable || !loop->getInc() || !loop->getCond() || !variable->getInit())
      return;
    facts::Loop fact;
    if (variable->getType()->isIntegralOrEnumerationType()) {
      fact.collection = indexed_by(loop->getBody(), variable); // none: it only counts
    } else {
      const auto* begin = dyn_cast<CXXMemberCallExpr>(construction_of(variable->getInit()->IgnoreParenImpCasts()));
      const CXXMethodDecl* method = begin ? begin->getMethodDecl() : nullptr;
      if (!method || !method->getDeclName().isIdentifier() || !method->getName().contains_insensitive("begin"))
        return;
      fact.order = order_of(begin->getImplicitObjectArgument()->getType(), unit_.names, unit_.context);
      fact.collection = paths_.object(begin->getImplicitObjectArgument());
    }
    add(std::move(fact), loop, loop->getBody(), variable);
  }

  // The first collection of which the loop's index picks an element.
  PathId indexed_by(const Stmt* tree, const VarDecl* variable) {
    if (!tree || isa<LambdaExpr>(tree))
      return kNone;
    const auto picks = [&](const Expr* index, const Expr* whole) {
      return variable_of(index) == variable ? paths_.referent(whole->IgnoreParenImpCasts()) : kNone;
    };
    PathId found = kNone;
    if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(tree))
      found = picks(subscript->getIdx(), subscript->getBase());
    else if (const auto* call = dyn_cast<CXXOperatorCallExpr>(tree);
             call && call->getOperator() == OO_Subscript && call->getNumArgs() == 2)
      found = picks(call->getArg(1), call->getArg(0));
    for (const Stmt* child : tree->children())
      found = found == kNone ? indexed_by(child, variable) : found;
    return found;
  }

  void add(facts::Loop fact, const Stmt* loop, const Stmt* code, const VarDecl* variable) {
    if (!code || loop->getBeginLoc().isMacroID())
      return;
    fact.where = unit_.locations.at(loop->getBeginLoc());
    const facts::Span stretch = span(code);
    fact.begin_line = stretch.begin_line;
    fact.begin_column = stretch.begin_column;
    fact.end_line = stretch.end_line;
    fact.end_column = stretch.end_column;
    fact.variable = local_path(variable);
    inner_ = {variable};
    loop_ = &fact;
    written_.clear();
    read_.clear();
    declare(code);
    price_ = {};
    walk(code, Price::kAlways, /*inner_loop=*/false);
    fact.cost = price_.operations();
    for (Carried& carried : fact.carried)
      if (carried.kind == CarriedKind::kReduction && read_.contains(carried.name))
        carried.kind = CarriedKind::kValue; // what the iterations before left is looked at
    if (const Neighbour other = neighbour_of_changed(code, variable, unit_.context); other.element)
      fact.carried.push_back(
          {CarriedKind::kValue, other.name, "", unit_.locations.at(other.element->getExprLoc()), false});
    fact.prints_addresses = prints_addresses(code);
    for (const CompoundStmt* block : failing_blocks(code, asserted(), inner_))
      fact.failing.push_back(span(block));
    for (const VarDecl* local : inner_)
      fact.inner.push_back(local_path(local));
    std::sort(fact.inner.begin(), fact.inner.end());
    out_.loops.push_back(std::move(fact));
  }

  facts::Span span(const Stmt* tree) {
    const facts::Location begin = unit_.locations.at(tree->getBeginLoc());
    const facts::Location end = unit_.locations.at(tree->getEndLoc());
    return {begin.line, begin.column, end.line, end.column};
  }

  const std::set<std::string>& asserted() {
    if (!asserted_)
      asserted_ = asserted_names(code_, unit_.context);
    return *asserted_;
  }

  void declare(const Stmt* tree) {
    if (!tree)
      return;
    if (const auto* declaration = dyn_cast<DeclStmt>(tree))
      for (const Decl* decl : declaration->decls())
        if (const auto* variable = dyn_cast<VarDecl>(decl); variable && !variable->hasGlobalStorage())
          inner_.insert(variable);
    if (!isa<LambdaExpr>(tree))
      for (const Stmt* child : tree->children())
        declare(child);
  }

  // A variable of the function that is neither the loop's own nor seen by others: those have events.
  const VarDecl* outer_local(const DeclRefExpr* reference) const {
    const auto* variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
    if (!variable || variable->hasGlobalStorage() || inner_.contains(variable) ||
        reference->refersToEnclosingVariableOrCapture() || variable->getType()->isReferenceType())
      return nullptr;
    return variable;
  }

  void carry(CarriedKind kind, const VarDecl* variable, const Expr* at, std::string text = "") {
    const std::string name = variable->getNameAsString();
    const bool known = std::any_of(loop_->carried.begin(), loop_->carried.end(), [&](const Carried& carried) {
      return carried.name == name && carried.kind == kind;
    });
    if (!known)
      loop_->carried.push_back({kind, name, std::move(text), unit_.locations.at(at->getExprLoc()),
                                kind == CarriedKind::kAppend && is_only_walked(code_, variable)});
  }

  bool is_own_element(const Expr* element) {
    const facts::SelectionId selection = selections_.element(element);
    if (selection == kNone)
      return false;
    const facts::Selection& by = unit_.facts.selections[selection];
    return std::find(by.begin(), by.end(), loop_->variable) != by.end();
  }

  void change(const Expr* target, CarriedKind kind, const Expr* at, const std::string& text = "") {
    bool is_part = false;
    const Expr* element = nullptr;
    const DeclRefExpr* reference = base_of(target, is_part, element);
    const VarDecl* variable = outer_local(reference);
    if (!variable || (element && is_own_element(element)))
      return;
    written_.insert(reference);
    if (element || (is_part && kind == CarriedKind::kValue))
      kind = CarriedKind::kChange;
    carry(kind, variable, at, text);
  }

  void assignment(const BinaryOperator* binary) {
    const Expr* value = binary->getRHS()->IgnoreParenImpCasts();
    const bool is_constant = isa<CXXBoolLiteralExpr, IntegerLiteral>(value);
    change(binary->getLHS(),
           binary->isCompoundAssignmentOp() || is_constant ? CarriedKind::kReduction : CarriedKind::kValue, binary);
  }

  void method_call(const CXXMemberCallExpr* call) {
    const CXXMethodDecl* method = call->getMethodDecl();
    if (!method || method->isConst() || method->isStatic() ||
        !unit_.locations.in_system_header(method->getLocation()) || !method->getDeclName().isIdentifier())
      return;
    constexpr std::array<StringRef, 6> kAppends = {"push_back", "emplace_back", "append", "push", "emplace", "insert"};
    constexpr std::array<StringRef, 9> kReads = {"begin", "end",  "data", "front",  "back",
                                                 "at",    "find", "get",  "reserve"};
    const StringRef name = method->getName();
    if (std::find(kReads.begin(), kReads.end(), name) != kReads.end())
      return;
    const bool appends = std::find(kAppends.begin(), kAppends.end(), name) != kAppends.end();
    change(call->getImplicitObjectArgument(), appends ? CarriedKind::kAppend : CarriedKind::kChange, call, name.str());
  }

  void operator_call(const CXXOperatorCallExpr* call) {
    if (call->getNumArgs() == 0 || !call->getDirectCallee())
      return;
    const OverloadedOperatorKind kind = call->getOperator();
    const Expr* first = call->getArg(0);
    const CXXRecordDecl* record = record_of(first->getType().getNonReferenceType());
    if (kind == OO_LessLess && call->getNumArgs() == 2 && !first->getType().isConstQualified() && record)
      return change(first, CarriedKind::kAppend, call, "<<");
    if (kind == OO_PlusEqual || kind == OO_PlusPlus || kind == OO_MinusMinus || kind == OO_MinusEqual)
      return change(first, record && kind == OO_PlusEqual ? CarriedKind::kAppend : CarriedKind::kReduction, call, "+=");
    if (kind == OO_Equal)
      return change(first, CarriedKind::kValue, call);
    const auto* method = dyn_cast<CXXMethodDecl>(call->getDirectCallee());
    if (kind == OO_Subscript && method && !method->isConst() &&
        unit_.names.model(method->getParent()).find("map") != std::string::npos)
      change(first, CarriedKind::kChange, call, "operator[]");
  }

  // What library code gets by reference, it may change.
  void library_arguments(const CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || isa<CXXOperatorCallExpr>(call) || !unit_.locations.in_system_header(callee->getLocation()) ||
        callee->isInStdNamespace())
      return;
    for (unsigned i = 0; i < call->getNumArgs() && i < callee->getNumParams(); ++i) {
      const QualType type = callee->getParamDecl(i)->getType();
      if ((type->isLValueReferenceType() || type->isAnyPointerType()) && !type->getPointeeType().isConstQualified()) {
        const auto* address = dyn_cast<UnaryOperator>(call->getArg(i)->IgnoreParenImpCasts());
        change(address && address->getOpcode() == UO_AddrOf ? address->getSubExpr() : call->getArg(i),
               CarriedKind::kChange, call, callee->getNameAsString());
      }
    }
  }

  // `inner_loop`: a break or continue belongs to a loop, or a break to a switch, inside.
  void walk(const Stmt* tree, std::uint32_t rate, bool inner_loop) {
    if (!tree || isa<LambdaExpr>(tree))
      return;
    price_.add(operations_of(tree), rate);
    if (isa<ReturnStmt, GotoStmt, CXXThrowExpr, CoreturnStmt>(tree) || (isa<BreakStmt>(tree) && !inner_loop))
      loop_->leaves_early = true;
    if (const auto* binary = dyn_cast<BinaryOperator>(tree); binary && binary->isAssignmentOp())
      assignment(binary);
    else if (const auto* unary = dyn_cast<UnaryOperator>(tree); unary && unary->isIncrementDecrementOp())
      change(unary->getSubExpr(), CarriedKind::kReduction, unary);
    else if (const auto* call = dyn_cast<CallExpr>(tree)) {
      if (const auto* member = dyn_cast<CXXMemberCallExpr>(call))
        method_call(member);
      else if (const auto* operation = dyn_cast<CXXOperatorCallExpr>(call))
        operator_call(operation);
      library_arguments(call);
    } else if (const auto* reference = dyn_cast<DeclRefExpr>(tree); reference && !written_.contains(reference)) {
      if (const VarDecl* variable = outer_local(reference))
        read_.insert(variable->getNameAsString());
    }
    const bool is_loop = isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(tree);
    for (const Stmt* child : tree->children())
      if (child)
        walk(child, rate_of_part(tree, child, rate), inner_loop || is_loop || isa<SwitchStmt>(tree));
  }

  Unit& unit_;
  Body& body_;
  const Stmt* code_;
  facts::FunctionFacts& out_;
  Paths paths_;
  Selections selections_;
  std::optional<std::set<std::string>> asserted_;
  facts::Loop* loop_ = nullptr;
  Price price_;
  llvm::DenseSet<const VarDecl*> inner_;
  llvm::DenseSet<const DeclRefExpr*> written_; // names of what is changed, not looked at
  std::set<std::string> read_;
};

} // namespace

void collect_loops(Unit& unit, Body& body, const Stmt* code, facts::FunctionFacts& out) {
  out.cost = body.scan.price.operations();
  if (body.scan.has_loops)
    LoopBuilder(unit, body, code, out).visit(code);
}

} // namespace paraudit::analysis
