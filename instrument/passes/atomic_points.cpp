#include "instrument/passes/atomic_points.h"

#include "instrument/passes/lock_calls.h"
#include "instrument/passes/standard_calls.h"

#include <llvm/ADT/StringSwitch.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>

namespace paraudit::instrument {
namespace {

enum class Update { None, Always, MayFail };

/// What a function of the standard library does to the atomic variable that is its first argument.
Update update_of(const llvm::Function& function) {
  StandardMember member = standard_member(function);
  if (member.scope.find("atomic") == std::string::npos)
    return Update::None;
  return llvm::StringSwitch<Update>(member.name)
      .Cases("fetch_add", "fetch_sub", "fetch_and", "fetch_or", "fetch_xor", Update::Always)
      .Cases("exchange", "test_and_set", "operator++", "operator--", Update::Always)
      .Cases("operator+=", "operator-=", "operator&=", "operator|=", "operator^=", Update::Always)
      .Cases("compare_exchange_weak", "compare_exchange_strong", Update::MayFail)
      .Default(Update::None);
}

class AtomicPoints {
 public:
  AtomicPoints(llvm::Module& module, llvm::StringRef wanted, const LockNames& names, SiteRecords& records,
               Statistics& statistics)
      : module_(module), names_(names), records_(records), statistics_(statistics) {
    if (wanted != "all")
      wanted.split(wanted_, ',', -1, false);
    for (const llvm::Function& function : module)
      if (Update update = update_of(function); update != Update::None)
        library_[&function] = update;
  }

  bool add() {
    for (llvm::Function& function : module_)
      if (LockCalls::is_instrumentable(function))
        for (llvm::Instruction& instruction : llvm::instructions(function))
          look_at(instruction);
    for (const Point& point : points_)
      place(point);
    statistics_.instrumented_atomics = points_.size();
    return !points_.empty();
  }

 private:
  struct Point {
    llvm::Instruction* update;
    llvm::Value* variable;
    Update kind;
    std::string name;
  };

  void look_at(llvm::Instruction& instruction) {
    if (auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&instruction))
      choose({update, update->getPointerOperand(), Update::Always, {}});
    else if (auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&instruction))
      choose({exchange, exchange->getPointerOperand(), Update::MayFail, {}});
    else if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction)) // none of them throws
      if (const llvm::Function* callee = callee_of(*call); callee && !call->arg_empty() && !call->isMustTailCall())
        if (auto known = library_.find(callee); known != library_.end())
          choose({call, call->getArgOperand(0), known->second, {}});
  }

  void choose(Point point) {
    point.name = names_.of(*point.variable);
    const llvm::DebugLoc& location = point.update->getDebugLoc();
    if (!is_wanted(point.name))
      ++statistics_.skipped_atomics_by_name;
    else if (!location || location.getLine() == 0)
      ++statistics_.skipped_atomics_no_location;
    else
      points_.push_back(std::move(point));
  }

  bool is_wanted(llvm::StringRef name) const {
    return wanted_.empty() || llvm::any_of(wanted_, [&](llvm::StringRef wanted) {
             return name == wanted || (name.ends_with(wanted) && name.drop_back(wanted.size()).ends_with("::"));
           });
  }

  void place(const Point& point) {
    llvm::IRBuilder<> after(point.update->getNextNode());
    after.SetCurrentDebugLocation(point.update->getDebugLoc());
    llvm::Type* pointer = after.getPtrTy();
    llvm::Value* failed = after.getInt32(0);
    if (point.kind == Update::MayFail) {
      llvm::Value* succeeded = point.update;
      if (llvm::isa<llvm::AtomicCmpXchgInst>(point.update))
        succeeded = after.CreateExtractValue(succeeded, 1);
      failed = after.CreateZExt(after.CreateIsNull(succeeded), after.getInt32Ty());
    }
    llvm::Constant* site =
        records_.record(*point.update->getDebugLoc(), point.update->getFunction()->getName(), point.name);
    llvm::FunctionCallee hook =
        module_.getOrInsertFunction("paraudit_atomic", after.getVoidTy(), pointer, pointer, after.getInt32Ty());
    if (auto* function = llvm::dyn_cast<llvm::Function>(hook.getCallee()))
      function->setDoesNotThrow();
    after.CreateCall(hook, {site, point.variable, failed});
  }

  llvm::Module& module_;
  const LockNames& names_;
  SiteRecords& records_;
  Statistics& statistics_;
  llvm::SmallVector<llvm::StringRef, 4> wanted_; ///< empty: all
  llvm::DenseMap<const llvm::Function*, Update> library_;
  std::vector<Point> points_;
};

} // namespace

bool add_atomic_points(llvm::Module& module, llvm::StringRef wanted, const LockNames& names, SiteRecords& records,
                       Statistics& statistics) {
  return AtomicPoints(module, wanted, names, records, statistics).add();
}

} // namespace paraudit::instrument
