#include "instrument/passes/user_lock_hooks.h"

#include "runtime/abi/trace_format.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

namespace paraudit::instrument {
namespace {

class Hooks {
 public:
  Hooks(llvm::Module& module, const LockNames& names, SiteRecords& records)
      : module_(module), names_(names), records_(records) {}

  void around(llvm::CallBase& call, const UserLock& lock) {
    llvm::Value* object = call.getArgOperand(lock.argument);
    llvm::IRBuilder<> before(&call);
    llvm::Type* i64 = before.getInt64Ty();
    llvm::Type* pointer = before.getPtrTy();
    llvm::Value* token = lock.acquires
                             ? call_hook(before, call, "paraudit_user_lock_begin", i64, {}, {})
                             : call_hook(before, call, "paraudit_user_lock_releasing", i64, {pointer}, {object});
    llvm::IRBuilder<> after(after_return(call));
    if (!lock.acquires) {
      call_hook(after, call, "paraudit_user_lock_released", after.getVoidTy(), {pointer, i64}, {object, token});
      return;
    }
    llvm::Constant* site = llvm::ConstantPointerNull::get(after.getPtrTy());
    if (const llvm::DebugLoc& location = call.getDebugLoc(); location && location.getLine() != 0)
      site = records_.record(*location, call.getFunction()->getName(), names_.of(*object));
    llvm::Type* i32 = after.getInt32Ty();
    call_hook(after, call, "paraudit_user_lock_end", after.getVoidTy(), {pointer, i32, i64, i32, pointer},
              {object, after.getInt32(lock.mode), token, acquired(after, call, lock), site});
  }

 private:
  llvm::Value* call_hook(llvm::IRBuilder<>& builder, const llvm::CallBase& call, llvm::StringRef name,
                         llvm::Type* result, llvm::ArrayRef<llvm::Type*> types,
                         llvm::ArrayRef<llvm::Value*> arguments) {
    llvm::FunctionCallee hook = module_.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false));
    if (auto* function = llvm::dyn_cast<llvm::Function>(hook.getCallee()))
      function->setDoesNotThrow();
    llvm::CallInst* made = builder.CreateCall(hook, arguments);
    made->setDebugLoc(call.getDebugLoc());
    return made;
  }

  static llvm::Value* acquired(llvm::IRBuilder<>& builder, llvm::CallBase& call, const UserLock& lock) {
    if (!(lock.mode & PARAUDIT_TRY) || !call.getType()->isIntegerTy())
      return builder.getInt32(1);
    return builder.CreateZExt(builder.CreateIsNotNull(&call), builder.getInt32Ty());
  }

  static llvm::Instruction* after_return(llvm::CallBase& call) {
    auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(&call);
    if (!invoke)
      return call.getNextNode();
    llvm::BasicBlock* normal = invoke->getNormalDest();
    if (!normal->getSinglePredecessor())
      normal = llvm::SplitEdge(invoke->getParent(), normal);
    return &*normal->getFirstInsertionPt();
  }

  llvm::Module& module_;
  const LockNames& names_;
  SiteRecords& records_;
};

} // namespace

bool add_user_lock_hooks(llvm::Module& module, const LockCalls& calls, const LockNames& names, SiteRecords& records,
                         Statistics& statistics) {
  std::vector<std::pair<llvm::CallBase*, UserLock>> chosen;
  for (llvm::Function& function : module) {
    if (calls.user_lock(function))
      continue; // it is the lock
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
      const llvm::Function* callee = call ? callee_of(*call) : nullptr;
      const UserLock* lock = callee ? calls.user_lock(*callee) : nullptr;
      if (!lock || lock->argument >= call->arg_size() || !call->getArgOperand(lock->argument)->getType()->isPointerTy())
        continue;
      if (call->isMustTailCall())
        ++statistics.skipped_must_tail;
      else
        chosen.emplace_back(call, *lock);
    }
  }
  Hooks hooks(module, names, records);
  for (auto& [call, lock] : chosen)
    hooks.around(*call, lock);
  statistics.instrumented_user_locks = chosen.size();
  return !chosen.empty();
}

} // namespace paraudit::instrument
