#include "checker/analysis/body.h"

#include "checker/analysis/attributes.h"
#include "checker/analysis/translate.h"

namespace paraudit::analysis {

using namespace clang;
using facts::BlockId;
using facts::EventId;
using facts::FunctionFacts;
using facts::kNone;

namespace {

CFG::BuildOptions cfg_options() {
  CFG::BuildOptions options;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = true;
  options.AddInitializers = true;
  options.AddStaticInitBranches = true;
  options.AddCXXDefaultInitExprInCtors = true;
  options.setAllAlwaysAdd();
  return options;
}

// Blocks in reverse post-order: what is used was made before, loops aside, and block 0 is the entry.
std::vector<const CFGBlock*> order(const CFG& cfg) {
  std::vector<const CFGBlock*> post;
  std::vector<bool> seen(cfg.getNumBlockIDs());
  std::vector<std::pair<const CFGBlock*, CFGBlock::const_succ_iterator>> stack;
  const auto open = [&](const CFGBlock* block) {
    if (!block || seen[block->getBlockID()])
      return;
    seen[block->getBlockID()] = true;
    stack.emplace_back(block, block->succ_begin());
  };
  open(&cfg.getEntry());
  while (!stack.empty()) {
    auto& [block, next] = stack.back();
    if (next == block->succ_end()) {
      post.push_back(block);
      stack.pop_back();
    } else {
      open((next++)->getReachableBlock());
    }
  }
  std::reverse(post.begin(), post.end());
  return post;
}

class BodyBuilder {
 public:
  BodyBuilder(Unit& unit, Body& body, FunctionFacts& out) : translator_(unit, body, out), out_(out) {}

  void run(const CFG& cfg) {
    const std::vector<const CFGBlock*> blocks = order(cfg);
    std::vector<BlockId> ids(cfg.getNumBlockIDs(), kNone);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      ids[blocks[i]->getBlockID()] = static_cast<BlockId>(i);
    find_static_inits(blocks);
    out_.blocks.resize(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i)
      fill(*blocks[i], out_.blocks[i], ids, i == 0);
    out_.exit = ids[cfg.getExit().getBlockID()];
  }

 private:
  // The branch that initialises a static local: its code runs under the guard.
  void find_static_inits(const std::vector<const CFGBlock*>& blocks) {
    for (const CFGBlock* block : blocks) {
      const auto* declaration = dyn_cast_or_null<DeclStmt>(block->getTerminatorStmt());
      if (declaration && block->succ_size() == 2)
        if (const CFGBlock* init = (block->succ_begin() + 1)->getReachableBlock())
          static_inits_[init] = declaration;
    }
  }

  void fill(const CFGBlock& block, facts::Block& to, const std::vector<BlockId>& ids, bool is_entry) {
    to.first = static_cast<EventId>(out_.events.size());
    if (is_entry)
      translator_.bind_parameters();
    if (const auto init = static_inits_.find(&block); init != static_inits_.end())
      translator_.begin_static_init(init->second);
    for (const CFGElement& element : block)
      translator_.element(element);
    for (const CFGBlock::AdjacentBlock& next : block.succs()) {
      const CFGBlock* successor = next.getReachableBlock();
      to.successors.push_back(successor ? ids[successor->getBlockID()] : kNone);
    }
    if (block.succ_size() == 2 && !isa_and_nonnull<DeclStmt>(block.getTerminatorStmt()) &&
        block.getTerminator().isStmtBranch())
      if (const auto* test = dyn_cast_or_null<Expr>(block.getTerminatorCondition())) {
        to.condition = translator_.condition(test);
        translator_.mark_conditions(test, to.first);
      }
    to.count = static_cast<std::uint32_t>(out_.events.size()) - to.first;
  }

  Translator translator_;
  FunctionFacts& out_;
  llvm::DenseMap<const CFGBlock*, const DeclStmt*> static_inits_;
};

// Bodies without any event need no blocks: a call to them has no effect.
void drop_if_empty(FunctionFacts& out) {
  if (!out.events.empty())
    return;
  out.blocks.clear();
  out.exit = kNone;
}

} // namespace

FunctionFacts Bodies::header(const FunctionDecl* function) {
  FunctionFacts out;
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  out.symbol = unit_.names.symbol(function);
  out.name = unit_.names.canonical(function);
  out.signature = unit_.names.signature(function);
  out.where = unit_.locations.at(function->getLocation());
  out.end_line = unit_.locations.line(function->getEndLoc());
  out.is_internal = unit_.names.is_internal(function);
  out.is_template_instance = function->isTemplateInstantiation();
  out.is_main = function->isMain();
  out.is_constructor = isa<CXXConstructorDecl>(function);
  out.is_destructor = isa<CXXDestructorDecl>(function);
  out.in_system_header = unit_.locations.in_system_header(function->getLocation());
  out.no_analysis = function->hasAttr<NoThreadSafetyAnalysisAttr>();
  if (method) {
    out.class_name = unit_.names.canonical(method->getParent());
    out.is_const = method->isConst();
    out.is_static = method->isStatic();
    out.is_virtual = method->isVirtual();
  }
  for (const ParmVarDecl* parameter : function->parameters()) {
    const QualType type = parameter->getType();
    facts::Parameter fact;
    fact.name = parameter->getNameAsString();
    fact.type = unit_.names.type(type);
    fact.by_reference = type->isReferenceType() || type->isAnyPointerType();
    fact.to_const = fact.by_reference && type->getPointeeType().isConstQualified();
    out.parameters.push_back(std::move(fact));
  }
  return out;
}

void Bodies::register_lambdas(const std::vector<const LambdaExpr*>& lambdas, const FunctionFacts& parent) {
  unsigned ordinal = 0;
  for (const LambdaExpr* lambda : lambdas)
    unit_.names.register_lambda(lambda->getCallOperator(), parent.symbol, parent.name, ++ordinal);
}

void Bodies::add_function(const FunctionDecl* function) {
  if (functions_.contains(unit_.names.symbol(function)))
    return;
  FunctionFacts out = header(function);
  function_contract(unit_, function, /*effects=*/false, out);
  Body body;
  body.function = function;
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
    body.scan.scan(constructor);
  body.scan.scan(function->getBody());
  register_lambdas(body.scan.lambdas, out);
  for (const VarDecl* variable : body.scan.static_locals)
    inventory_.add_variable(variable);
  const std::unique_ptr<CFG> cfg = CFG::buildCFG(function, function->getBody(), &unit_.context, cfg_options());
  if (cfg) {
    BodyBuilder(unit_, body, out).run(*cfg);
    drop_if_empty(out);
  } else {
    out.no_analysis = true;
    unit_.skip("no control-flow graph");
  }
  const std::string class_name = out.class_name;
  const FunctionFacts& added = functions_.emplace(out.symbol, std::move(out)).first->second;
  add_lambdas(body.scan.lambdas, added, class_name);
}

void Bodies::add_declaration(const FunctionDecl* function) {
  if (!function->hasAttrs())
    return;
  FunctionFacts out;
  if (!function_contract(unit_, function, /*effects=*/true, out))
    return;
  FunctionFacts described = header(function);
  described.required = std::move(out.required);
  described.excluded = std::move(out.excluded);
  described.delta = std::move(out.delta);
  declarations_.emplace(described.symbol, std::move(described));
}

void Bodies::add_lambdas(const std::vector<const LambdaExpr*>& lambdas, const FunctionFacts& parent,
                         const std::string& class_name) {
  for (const LambdaExpr* lambda : lambdas)
    add_lambda(lambda, parent, class_name);
}

void Bodies::add_lambda(const LambdaExpr* lambda, const FunctionFacts& parent, const std::string& class_name) {
  const CXXMethodDecl* function = lambda->getCallOperator();
  if (lambda->isGenericLambda()) {
    // Each instantiation of the call operator has a body of its own; they share the lambda's captures and name.
    const FunctionTemplateDecl* pattern = lambda->getLambdaClass()->getDependentLambdaCallOperator();
    const FunctionDecl* instance = nullptr;
    for (const FunctionDecl* candidate : pattern->specializations())
      if (candidate->hasBody() && !candidate->isDependentContext()) {
        unit_.names.register_lambda(
            cast<CXXMethodDecl>(candidate), parent.symbol, parent.name,
            static_cast<unsigned>(candidate->getTemplateSpecializationArgs() ? functions_.size() + 1000 : 0));
        instance = candidate;
      }
    unit_.skip("generic lambda");
    (void)instance;
    return;
  }
  if (!function->getBody() || function->isDependentContext())
    return;
  FunctionFacts out = header(function);
  out.is_lambda = true;
  out.parent = parent.symbol;
  out.class_name = class_name;
  for (const LambdaCapture& capture : lambda->captures())
    out.captures.push_back(capture.capturesVariable() ? capture.getCapturedVar()->getNameAsString() : "this");
  Body body;
  body.function = function;
  body.lambda = lambda;
  body.scan.scan(function->getBody());
  register_lambdas(body.scan.lambdas, out);
  for (const VarDecl* variable : body.scan.static_locals)
    inventory_.add_variable(variable);
  if (const std::unique_ptr<CFG> cfg = CFG::buildCFG(function, function->getBody(), &unit_.context, cfg_options())) {
    BodyBuilder(unit_, body, out).run(*cfg);
    drop_if_empty(out);
  }
  const FunctionFacts& added = functions_.emplace(out.symbol, std::move(out)).first->second;
  add_lambdas(body.scan.lambdas, added, class_name);
}

void Bodies::add_initializer(const VarDecl* variable) {
  FunctionFacts out;
  out.symbol = "init:" + unit_.names.symbol(variable);
  out.name = unit_.names.canonical(variable) + " (initialiser)";
  out.where = unit_.locations.at(variable->getLocation());
  out.end_line = out.where.line;
  out.is_internal = true;
  out.is_initializer = true;
  Body body;
  const auto* init = const_cast<Expr*>(variable->getInit());
  body.scan.targets[construction_of(init)] = {Target::Kind::kVariable, variable, nullptr};
  body.scan.scan(init);
  register_lambdas(body.scan.lambdas, out);
  CFG::BuildOptions options = cfg_options();
  if (const std::unique_ptr<CFG> cfg =
          CFG::buildCFG(variable, const_cast<Expr*>(variable->getInit()), &unit_.context, options))
    BodyBuilder(unit_, body, out).run(*cfg);
  drop_if_empty(out);
  if (out.events.empty() && body.scan.lambdas.empty())
    return;
  const FunctionFacts& added = functions_.emplace(out.symbol, std::move(out)).first->second;
  add_lambdas(body.scan.lambdas, added, "");
}

void Bodies::finish() {
  for (auto& [symbol, function] : functions_)
    unit_.facts.functions.push_back(std::move(function));
  for (auto& [symbol, function] : declarations_)
    if (!functions_.contains(symbol))
      unit_.facts.declarations.push_back(std::move(function));
}

} // namespace paraudit::analysis
