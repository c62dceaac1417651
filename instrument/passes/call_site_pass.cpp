#include "instrument/passes/call_site_pass.h"

#include "instrument/passes/atomic_points.h"
#include "instrument/passes/handover_points.h"
#include "instrument/passes/lock_calls.h"
#include "instrument/passes/lock_name.h"
#include "instrument/passes/site_record.h"
#include "instrument/passes/statistics.h"
#include "instrument/passes/user_lock_hooks.h"
#include "instrument/passes/watch_points.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

namespace paraudit::instrument {
namespace {

constexpr char kDoneFlag[] = "paraudit.call_sites";

class Instrumenter {
 public:
  Instrumenter(llvm::Module& module, const UserLocks& user_locks)
      : module_(module), calls_(module, user_locks), names_(module), records_(module) {}

  bool run() {
    statistics_.wrappers_found = calls_.wrapper_count();
    std::vector<std::pair<llvm::CallBase*, LockFunction>> chosen;
    for (llvm::Function& function : module_)
      if (!function.isDeclaration())
        choose(function, chosen);
    bool changed = add_user_lock_hooks(module_, calls_, names_, records_, statistics_);
    for (auto& [call, what] : chosen)
      bracket(*call, what);
    return changed || !chosen.empty();
  }

  /// After run(): its sites are stores of ours, which are no accesses of the program.
  bool watch(const WatchList& list) {
    bool changed = WatchPoints(module_, list, calls_, names_, records_, statistics_).add();
    return add_handover_points(module_, statistics_) || changed; // an access in one file may be handed over in another
  }

  bool sample_atomics(llvm::StringRef wanted) {
    return add_atomic_points(module_, wanted, names_, records_, statistics_);
  }

  const Statistics& statistics() const { return statistics_; }

 private:
  void choose(llvm::Function& function, std::vector<std::pair<llvm::CallBase*, LockFunction>>& chosen) {
    bool standard = LockCalls::is_standard_library(function);
    bool wrapper = calls_.is_wrapper(function);
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
      if (!call)
        continue;
      if (!standard && call->isIndirectCall())
        ++statistics_.unresolved_indirect;
      LockFunction what = calls_.of(*call);
      if (what.effect != Effect::Acquire && what.effect != Effect::Wait)
        continue;
      if (uint64_t* reason = reason_to_skip(*call, standard, wrapper))
        ++*reason;
      else
        chosen.emplace_back(call, what);
    }
  }

  uint64_t* reason_to_skip(const llvm::CallBase& call, bool standard, bool wrapper) {
    if (standard)
      return &statistics_.skipped_in_standard_library;
    if (wrapper)
      return &statistics_.skipped_in_wrapper;
    if (call.getFunction()->hasFnAttribute(llvm::Attribute::Naked))
      return &statistics_.skipped_naked;
    if (call.isMustTailCall() || llvm::isa<llvm::CallBrInst>(call))
      return &statistics_.skipped_must_tail;
    if (!call.getDebugLoc() || call.getDebugLoc().getLine() == 0)
      return &statistics_.skipped_no_location;
    return nullptr;
  }

  void bracket(llvm::CallBase& call, LockFunction what) {
    std::string name;
    if (what.operand >= 0 && static_cast<unsigned>(what.operand) < call.arg_size())
      name = names_.of(*call.getArgOperand(static_cast<unsigned>(what.operand)));
    count(what.origin, !name.empty());
    llvm::Constant* own = records_.record(*call.getDebugLoc(), call.getFunction()->getName(), name);
    llvm::IRBuilder<> before(&call);
    set_site(before, calls_.is_returned(call) ? callers_site_or(own, before) : own);
    auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(&call);
    if (!invoke) {
      clear_site(call.getNextNode());
      return;
    }
    llvm::BasicBlock* normal = invoke->getNormalDest();
    if (!normal->getSinglePredecessor())
      normal = llvm::SplitEdge(invoke->getParent(), normal);
    clear_site(&*normal->getFirstInsertionPt());
    clear_on_landing(*invoke->getUnwindDest());
  }

  /// As it was when the function was entered: what it calls before the lock may have set sites of its own.
  llvm::Value* callers_site_or(llvm::Constant* own, llvm::IRBuilder<>& builder) {
    ++statistics_.passed_to_caller;
    llvm::Function& function = *builder.GetInsertBlock()->getParent();
    llvm::Value*& callers = callers_sites_[&function];
    if (!callers) {
      llvm::IRBuilder<> entry(&*function.getEntryBlock().getFirstNonPHIOrDbgOrAlloca());
      callers = entry.CreateLoad(entry.getPtrTy(), entry.CreateThreadLocalAddress(variable()));
    }
    return builder.CreateSelect(builder.CreateIsNull(callers), own, callers);
  }

  /// Several invokes may share a landing pad; one store serves them all.
  void clear_on_landing(llvm::BasicBlock& pad) {
    if (cleared_pads_.insert(&pad).second)
      clear_site(&*pad.getFirstInsertionPt());
  }

  void clear_site(llvm::Instruction* position) {
    llvm::IRBuilder<> builder(position);
    set_site(builder, llvm::ConstantPointerNull::get(builder.getPtrTy()));
  }

  void set_site(llvm::IRBuilder<>& builder, llvm::Value* site) {
    builder.CreateStore(site, builder.CreateThreadLocalAddress(variable()));
  }

  /// In the static TLS block: an access is one instruction, and never allocates.
  llvm::GlobalVariable* variable() {
    if (llvm::GlobalVariable* existing = module_.getNamedGlobal("paraudit_call_site"))
      return existing;
    return new llvm::GlobalVariable(module_, llvm::PointerType::getUnqual(module_.getContext()), false,
                                    llvm::GlobalValue::ExternalLinkage, nullptr, "paraudit_call_site", nullptr,
                                    llvm::GlobalValue::InitialExecTLSModel);
  }

  void count(Origin origin, bool named) {
    statistics_.named_locks += named;
    switch (origin) {
    case Origin::Pthread:
      ++statistics_.instrumented_pthread;
      break;
    case Origin::Standard:
      ++statistics_.instrumented_standard;
      break;
    case Origin::Listed:
      ++statistics_.instrumented_listed;
      break;
    case Origin::WrapperByBody:
    case Origin::ReturnsGuard:
      ++statistics_.instrumented_wrapper_by_body;
      break;
    default:
      ++statistics_.instrumented_wrapper_by_name;
    }
  }

  llvm::Module& module_;
  LockCalls calls_;
  LockNames names_;
  SiteRecords records_;
  Statistics statistics_;
  llvm::SmallPtrSet<llvm::BasicBlock*, 8> cleared_pads_;
  llvm::DenseMap<const llvm::Function*, llvm::Value*> callers_sites_;
};

} // namespace

llvm::PreservedAnalyses CallSitePass::run(llvm::Module& module, llvm::ModuleAnalysisManager&) {
  if (module.getModuleFlag(kDoneFlag)) // bitcode that was instrumented when it was compiled
    return llvm::PreservedAnalyses::all();
  UserLocks user_locks;
  if (const char* path = std::getenv("PARAUDIT_LOCKS"); path && *path)
    if (llvm::Error error = user_locks.read(path))
      module.getContext().emitError(llvm::toString(std::move(error)));
  user_locks.add_annotated(module);
  Instrumenter instrumenter(module, user_locks);
  bool changed = instrumenter.run();
  if (const char* path = std::getenv("PARAUDIT_WATCH"); path && *path) {
    if (llvm::Expected<WatchList> list = WatchList::read(path))
      changed |= instrumenter.watch(*list);
    else
      module.getContext().emitError(llvm::toString(list.takeError()));
  }
  if (const char* wanted = std::getenv("PARAUDIT_ATOMICS"); wanted && *wanted)
    changed |= instrumenter.sample_atomics(wanted);
  publish(instrumenter.statistics(), module.getSourceFileName(), std::getenv("PARAUDIT_PASS_STATS"));
  if (!changed)
    return llvm::PreservedAnalyses::all();
  module.addModuleFlag(llvm::Module::Max, kDoneFlag, 1);
  return llvm::PreservedAnalyses::none();
}

} // namespace paraudit::instrument
