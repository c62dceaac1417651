#include "checker/analysis/body.h"
#include "checker/analysis/constants.h"

#include "checker/analysis/attributes.h"
#include "checker/analysis/loops.h"
#include "checker/analysis/never_returns.h"
#include "checker/analysis/translate.h"
#include "checker/analysis/value_flows.h"

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

// A destructor that never comes back, or an exception that leaves the function (calls: see ends_block): what is held
// then, no caller goes on with.
bool is_abandoned(const CFGBlock& block, const CFGBlock& exit) {
  const bool leads_to_exit = block.succ_size() == 1 && block.succ_begin()->getReachableBlock() == &exit;
  if (!leads_to_exit)
    return false;
  const auto last = block.empty() ? std::nullopt : block.back().getAs<CFGStmt>();
  return block.hasNoReturnElement() || (last && isa<CXXThrowExpr>(last->getStmt()));
}

bool only_locks(const FunctionFacts& function, const facts::Block& block) {
  const auto begin = function.events.begin() + block.first, end = begin + block.count;
  return block.count > 0 && std::all_of(begin, end, [](const facts::Event& event) {
           return event.kind == facts::EventKind::kAcquire || event.kind == facts::EventKind::kRelease;
         });
}

// Whether locks are used at all, and not whether this one is taken: a switch that outlives the function.
bool is_switch(const facts::Condition& condition, const Unit& unit) {
  const bool is_truth = condition.kind == facts::ConditionKind::kFlag || condition.kind == facts::ConditionKind::kTruth;
  if (!is_truth || condition.path == kNone)
    return false;
  const facts::AccessPath& path = unit.interner.get(condition.path);
  return path.root == facts::RootKind::kGlobal ||
         ((path.root == facts::RootKind::kThis || path.root == facts::RootKind::kParameter) && !path.elements.empty());
}

// `if (is_threaded_) mutex_.lock();`, and the same around the unlock: with threads it is taken, and without any nothing
// here matters. Nothing but locking may be under the switch.
void assume_locking(FunctionFacts& function, const Unit& unit) {
  const auto is_end = [&](BlockId block) {
    const std::vector<BlockId>& next = function.blocks[block].successors;
    return std::all_of(next.begin(), next.end(), [](BlockId to) { return to == kNone; }) && block != function.exit;
  };
  for (facts::Block& block : function.blocks) {
    if (block.successors.size() != 2 || block.successors[0] == kNone || block.successors[1] == kNone ||
        !is_switch(block.condition, unit))
      continue;
    for (std::size_t side = 0; side < 2; ++side) {
      const BlockId locked = block.successors[side], other = block.successors[1 - side];
      const std::vector<BlockId>& next = function.blocks[locked].successors;
      const bool comes_back =
          std::find(next.begin(), next.end(), other) != next.end() &&
          std::all_of(next.begin(), next.end(), [&](BlockId to) { return to == other || to == kNone || is_end(to); });
      if (comes_back && only_locks(function, function.blocks[locked])) {
        block.successors[1 - side] = kNone;
        break;
      }
    }
  }
}

class BodyBuilder {
 public:
  BodyBuilder(Unit& unit, Body& body, FunctionFacts& out)
      : unit_(unit), body_(body), translator_(unit, body, out), out_(out) {}

  void run(const CFG& cfg) {
    const std::vector<const CFGBlock*> blocks = order(cfg);
    std::vector<BlockId> ids(cfg.getNumBlockIDs(), kNone);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      ids[blocks[i]->getBlockID()] = static_cast<BlockId>(i);
    find_static_inits(blocks);
    out_.blocks.resize(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i)
      fill(*blocks[i], out_.blocks[i], ids, static_cast<BlockId>(i));
    translator_.finish();
    assume_locking(out_, unit_);
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

  void fill(const CFGBlock& block, facts::Block& to, const std::vector<BlockId>& ids, BlockId id) {
    to.first = static_cast<EventId>(out_.events.size());
    translator_.begin_block();
    if (id == 0)
      translator_.bind_parameters();
    if (const auto init = static_inits_.find(&block); init != static_inits_.end())
      translator_.begin_static_init(init->second);
    bool goes_on = true;
    for (auto element = block.begin(); element != block.end() && goes_on; ++element) {
      translator_.element(*element);
      goes_on = !ends_block(*element);
    }
    goes_on = goes_on && !is_abandoned(block, block.getParent()->getExit());
    for (const CFGBlock::AdjacentBlock& next : block.succs()) {
      const CFGBlock* successor = goes_on ? next.getReachableBlock() : nullptr;
      to.successors.push_back(successor ? ids[successor->getBlockID()] : kNone);
    }
    if (block.succ_size() == 2 && !isa_and_nonnull<DeclStmt>(block.getTerminatorStmt()) &&
        block.getTerminator().isStmtBranch())
      if (const auto* test = dyn_cast_or_null<Expr>(block.getTerminatorCondition())) {
        to.condition = translator_.condition(test);
        to.parameter_test = parameter_test(test, body_.function, body_.scan, unit_.context);
        translator_.mark_conditions(test, id, to);
      }
    if (isa_and_nonnull<SwitchStmt>(block.getTerminatorStmt()))
      to.parameter_test = switch_test(block, body_.function, body_.scan, unit_.context);
    if (block.succ_size() == 1)
      to.condition = translator_.returned();
    to.count = static_cast<std::uint32_t>(out_.events.size()) - to.first;
  }

  Unit& unit_;
  const Body& body_;
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

// The symbol of the code that runs before main() to initialise a variable.
std::string initializer_symbol(Unit& unit, const VarDecl* variable) {
  return "init:" + unit.names.symbol(variable);
}

} // namespace

FunctionFacts Bodies::header(const FunctionDecl* function) {
  FunctionFacts out;
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  out.symbol = unit_.names.symbol(function);
  out.name = unit_.names.declared(function);
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
    out.is_private = method->getAccess() == AS_private;
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

void Bodies::add(std::unique_ptr<Pending> pending) {
  for (const VarDecl* variable : pending->body.scan.reassigned)
    if (variable->hasGlobalStorage())
      unit_.reassigned_globals.insert(variable->getCanonicalDecl());
  for (const VarDecl* variable : pending->body.scan.static_locals)
    inventory_.add_variable(variable);
  unsigned ordinal = 0;
  for (const LambdaExpr* lambda : pending->body.scan.lambdas) {
    ++ordinal;
    for (const FunctionDecl* instance : instances_of(lambda)) {
      unit_.names.register_lambda(instance, pending->facts.symbol, pending->owner, ordinal);
      if (instance->hasBody() && !instance->isDependentContext())
        add_lambda(lambda, instance, *pending);
    }
  }
  std::string symbol = pending->facts.symbol;
  pending_.emplace(std::move(symbol), std::move(pending));
}

void Bodies::register_lambdas(const NamedDecl* owner, const std::string& symbol, const Prescan& scan) {
  unsigned ordinal = 0;
  for (const LambdaExpr* lambda : scan.lambdas) {
    ++ordinal;
    for (const FunctionDecl* instance : instances_of(lambda)) {
      unit_.names.register_lambda(instance, symbol, owner, ordinal);
      Prescan inner;
      inner.scan(instance->getBody());
      register_lambdas(instance, unit_.names.symbol(instance), inner);
    }
  }
}

void Bodies::continue_after(const Prefix& prefix) {
  unit_.reassigned_globals.insert(prefix.reassigned_globals.begin(), prefix.reassigned_globals.end());
  for (const FunctionDecl* function : prefix.lambda_owners) {
    Prescan scan;
    if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
      scan.scan(constructor);
    scan.scan(function->getBody());
    register_lambdas(function, unit_.names.symbol(function), scan);
  }
  for (const VarDecl* variable : prefix.lambda_variables) {
    Prescan scan;
    scan.scan(variable->getInit());
    register_lambdas(variable, initializer_symbol(unit_, variable), scan);
  }
}

void Bodies::add_function(const FunctionDecl* function) {
  if (pending_.contains(unit_.names.symbol(function)))
    return;
  auto pending = std::make_unique<Pending>();
  pending->facts = header(function);
  function_contract(unit_, function, /*effects=*/false, pending->facts);
  pending->body.function = function;
  pending->owner = function;
  pending->code = function->getBody();
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
    pending->body.scan.scan(constructor);
  pending->body.scan.scan(function->getBody());
  add(std::move(pending));
}

void Bodies::add_declaration(const FunctionDecl* function) {
  if (!function->hasAttrs())
    return;
  FunctionFacts contract;
  if (!function_contract(unit_, function, /*effects=*/true, contract))
    return;
  FunctionFacts described = header(function);
  described.required = std::move(contract.required);
  described.excluded = std::move(contract.excluded);
  described.delta = std::move(contract.delta);
  declarations_.emplace(described.symbol, std::move(described));
}

void Bodies::add_lambda(const LambdaExpr* lambda, const FunctionDecl* call_operator, const Pending& parent) {
  auto pending = std::make_unique<Pending>();
  pending->facts = header(call_operator);
  pending->facts.is_lambda = true;
  pending->facts.parent = parent.facts.symbol;
  pending->facts.class_name = parent.facts.class_name;
  pending->body.captures = captures_of(lambda);
  for (const CarriedCapture& capture : pending->body.captures)
    pending->facts.captures.push_back(capture.declared ? capture.declared->getNameAsString() : "this");
  pending->body.function = call_operator;
  pending->body.lambda = lambda;
  pending->owner = call_operator;
  pending->code = call_operator->getBody();
  pending->body.scan.scan(pending->code);
  add(std::move(pending));
}

void Bodies::add_initializer(const VarDecl* variable) {
  auto pending = std::make_unique<Pending>();
  pending->body.scan.targets[construction_of(variable->getInit())] = {Target::Kind::kVariable, variable, nullptr};
  pending->body.scan.scan(variable->getInit());
  pending->body.initialised = variable;
  if (!has_dynamic_init(variable) && pending->body.scan.lambdas.empty() && !pending->body.scan.names_functions)
    return; // constants run no code; a lambda or function among them is code for later
  FunctionFacts& out = pending->facts;
  out.symbol = initializer_symbol(unit_, variable);
  out.name = unit_.names.declared(variable) + " (initialiser)";
  out.where = unit_.locations.at(variable->getLocation());
  out.end_line = out.where.line;
  out.is_internal = true;
  out.is_initializer = true;
  pending->owner = variable;
  pending->code = const_cast<Expr*>(variable->getInit());
  add(std::move(pending));
}

void Bodies::translate(Pending& pending) {
  const std::unique_ptr<CFG> cfg = CFG::buildCFG(pending.owner, pending.code, &unit_.context, cfg_options());
  if (!cfg) {
    pending.facts.no_analysis = true;
    unit_.skip("no control-flow graph");
    return;
  }
  BodyBuilder(unit_, pending.body, pending.facts).run(*cfg);
  drop_if_empty(pending.facts);
  collect_loops(unit_, pending.body, pending.code, pending.facts);
  collect_value_flows(unit_, pending.body, pending.code, pending.facts);
}

void Bodies::finish() {
  for (auto& [symbol, pending] : pending_) {
    translate(*pending);
    unit_.facts.functions.push_back(std::move(pending->facts));
  }
  for (auto& [symbol, function] : declarations_)
    if (!pending_.contains(symbol))
      unit_.facts.declarations.push_back(std::move(function));
}

} // namespace paraudit::analysis
