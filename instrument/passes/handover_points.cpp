#include "instrument/passes/handover_points.h"

#include "instrument/passes/lock_calls.h"
#include "instrument/passes/standard_calls.h"
#include "runtime/abi/trace_format.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

namespace paraudit::instrument {
namespace {

enum class Through { Object, State };

struct Handover {
  bool gives = false, takes = false;
  Through through = Through::Object;
};

struct Row {
  llvm::StringLiteral scope, name;
  Handover what;
};
constexpr Row kRows[] = {
#define PARAUDIT_HANDOVER(scope, name, gives, takes, through) {scope, name, {gives != 0, takes != 0, Through::through}},
#include "instrument/passes/handovers.def"
};

std::optional<Handover> handover_of(const llvm::Function& function) {
  if (function.getName().starts_with("_ZSt9call_once")) // the routine's end gives, as the interposer knows
    return Handover{false, true, Through::Object};
  StandardMember member = standard_member(function);
  if (member.name.empty())
    return std::nullopt;
  bool converts = member.scope.find("atomic") != std::string::npos && function.getName().contains("cv");
  for (const Row& row : kRows)
    if (row.scope == member.scope && row.name == member.name)
      return row.what;
  if (converts && llvm::StringRef(member.name).starts_with("operator ")) // of an atomic to its value
    return Handover{false, true, Through::Object};
  return std::nullopt;
}

/// std::atomic's load and store have the order as last argument, a constant nearly always.
bool is_relaxed(const llvm::CallBase& call) {
  const auto* order = llvm::dyn_cast<llvm::ConstantInt>(call.getArgOperand(call.arg_size() - 1));
  const llvm::Function* callee = callee_of(call);
  return order && order->isZero() && callee && callee->getName().contains("memory_order");
}

class HandoverPoints {
 public:
  HandoverPoints(llvm::Module& module, Statistics& statistics) : module_(module), statistics_(statistics) {
    for (const llvm::Function& function : module)
      if (std::optional<Handover> known = handover_of(function))
        library_[&function] = *known;
  }

  bool add() {
    for (llvm::Function& function : module_)
      if (LockCalls::is_instrumentable(function))
        for (llvm::Instruction& instruction : llvm::instructions(function))
          look_at(instruction);
    for (const Point& point : points_)
      place(point);
    statistics_.handovers = points_.size();
    return !points_.empty();
  }

 private:
  struct Point {
    llvm::Instruction* at;
    llvm::Value* object;
    Handover what;
  };

  void look_at(llvm::Instruction& instruction) {
    if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
      if (load->isAtomic() && llvm::isAcquireOrStronger(load->getOrdering())) // of a static variable's guard, too
        points_.push_back({load, load->getPointerOperand(), {false, true, Through::Object}});
    } else if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
      if (store->isAtomic() && llvm::isReleaseOrStronger(store->getOrdering()))
        points_.push_back({store, store->getPointerOperand(), {true, false, Through::Object}});
    } else if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
      const llvm::Function* callee = callee_of(*call);
      auto known = callee ? library_.find(callee) : library_.end();
      if (known == library_.end() || call->isMustTailCall())
        return;
      llvm::Value* object = nullptr; // the first argument, or the second where the result is returned in memory
      for (unsigned i = 0; i < call->arg_size() && !object; ++i)
        if (!call->paramHasAttr(i, llvm::Attribute::StructRet))
          object = call->getArgOperand(i);
      if (object && object->getType()->isPointerTy() && !is_relaxed(*call))
        points_.push_back({call, object, known->second});
    }
  }

  void place(const Point& point) {
    llvm::IRBuilder<> before(point.at);
    llvm::Value* object = point.object;
    if (point.what.through == Through::State) // before the call: get() leaves the future without its state
      object = before.CreateLoad(before.getPtrTy(), object);
    if (point.what.gives)
      call_hook(before, object, PARAUDIT_HANDOVER_GIVE);
    if (point.what.takes) {
      llvm::IRBuilder<> after(after_return(*point.at));
      after.SetCurrentDebugLocation(point.at->getDebugLoc());
      call_hook(after, object, PARAUDIT_HANDOVER_TAKE);
    }
  }

  void call_hook(llvm::IRBuilder<>& builder, llvm::Value* object, unsigned flags) {
    llvm::FunctionCallee hook =
        module_.getOrInsertFunction("paraudit_handover", builder.getVoidTy(), builder.getPtrTy(), builder.getInt32Ty());
    if (auto* function = llvm::dyn_cast<llvm::Function>(hook.getCallee()))
      function->setDoesNotThrow();
    builder.CreateCall(hook, {object, builder.getInt32(flags)});
  }

  static llvm::Instruction* after_return(llvm::Instruction& instruction) {
    auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(&instruction);
    if (!invoke)
      return instruction.getNextNode();
    llvm::BasicBlock* normal = invoke->getNormalDest();
    if (!normal->getSinglePredecessor())
      normal = llvm::SplitEdge(invoke->getParent(), normal);
    return &*normal->getFirstInsertionPt();
  }

  llvm::Module& module_;
  Statistics& statistics_;
  llvm::DenseMap<const llvm::Function*, Handover> library_;
  std::vector<Point> points_;
};

} // namespace

bool add_handover_points(llvm::Module& module, Statistics& statistics) {
  return HandoverPoints(module, statistics).add();
}

} // namespace paraudit::instrument
