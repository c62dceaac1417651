#include "instrument/passes/returned_guards.h"

#include "instrument/passes/lock_name.h"

#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

namespace paraudit::instrument {
namespace {

const llvm::Argument* result_of(const llvm::Function& function) {
  for (const llvm::Argument& argument : function.args())
    if (argument.hasStructRetAttr())
      return &argument;
  return nullptr;
}

/// Whether two addresses, computed apart, name one object: the same fields of the same loads.
bool same_place(const llvm::Value* a, const llvm::Value* b) {
  for (int steps = 0; a != b && steps < 16; ++steps) {
    const auto* left = llvm::dyn_cast<llvm::Instruction>(a);
    const auto* right = llvm::dyn_cast<llvm::Instruction>(b);
    if (!left || !right || !left->isSameOperationAs(right) ||
        !(llvm::isa<llvm::GetElementPtrInst>(left) || llvm::isa<llvm::LoadInst>(left)))
      return false;
    for (unsigned i = 1; i < left->getNumOperands(); ++i)
      if (left->getOperand(i) != right->getOperand(i))
        return false;
    a = left->getOperand(0);
    b = right->getOperand(0);
  }
  return a == b;
}

class ReturnedGuards {
 public:
  ReturnedGuards(const llvm::Function& function, const llvm::Argument& result) {
    places_.insert(&result);
    for (const llvm::Instruction& instruction : llvm::instructions(function))
      if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
          call && !llvm::isa<llvm::IntrinsicInst>(call) && !call->arg_empty() && begins_in(*call, result))
        makers_.push_back(call);
    for (const llvm::CallBase* maker : makers_)
      for (const llvm::Value* argument : llvm::drop_begin(maker->args()))
        if (argument->getType()->isPointerTy() && llvm::isa<llvm::AllocaInst>(argument->stripInBoundsOffsets()))
          places_.insert(argument->stripInBoundsOffsets()); // a guard that is moved into the result
  }

  bool returns_lock_of(const llvm::CallBase& call) const {
    for (const llvm::Value* argument : call.args())
      if (argument->getType()->isPointerTy() && places_.contains(argument->stripInBoundsOffsets()))
        return true;
    return !call.arg_empty() && llvm::any_of(makers_, [&](const llvm::CallBase* maker) {
      return llvm::any_of(llvm::drop_begin(maker->args()), [&](const llvm::Use& argument) {
        return same_place(argument, call.getArgOperand(0)); // adopts it
      });
    });
  }

 private:
  static bool begins_in(const llvm::CallBase& call, const llvm::Argument& result) {
    const llvm::Value* first = call.getArgOperand(0);
    return first->getType()->isPointerTy() && first->stripInBoundsOffsets() == &result;
  }

  llvm::SmallPtrSet<const llvm::Value*, 4> places_; ///< the result, and what is moved into it
  llvm::SmallVector<const llvm::CallBase*, 4> makers_;
};

} // namespace

llvm::SmallVector<const llvm::CallBase*, 2>
calls_that_lock_the_result(const llvm::Function& function, llvm::function_ref<bool(const llvm::CallBase&)> acquires) {
  llvm::SmallVector<const llvm::CallBase*, 2> found;
  const llvm::Argument* result = result_of(function);
  if (!result)
    return found;
  for (const llvm::Instruction& instruction : llvm::instructions(function))
    if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction); call && acquires(*call))
      found.push_back(call);
  if (found.empty())
    return found;
  ReturnedGuards guards(function, *result);
  llvm::erase_if(found, [&](const llvm::CallBase* call) { return !guards.returns_lock_of(*call); });
  return found;
}

llvm::StringRef returned_class(const llvm::Function& function) {
  for (const llvm::Argument& argument : function.args())
    if (const auto* type = llvm::dyn_cast_or_null<llvm::StructType>(argument.getParamStructRetType()))
      return source_name(*type);
  return {};
}

} // namespace paraudit::instrument
