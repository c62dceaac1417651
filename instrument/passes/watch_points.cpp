#include "instrument/passes/watch_points.h"

#include "instrument/wrappers/wrapper_names.h"
#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"

#include <llvm/ADT/StringSwitch.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Operator.h>
#include <llvm/Support/Path.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

namespace paraudit::instrument {
namespace {

static_assert(sizeof(paraudit_watched_state) == 32 && sizeof(paraudit_watch_point) == 24,
              "the records below repeat the layout of runtime/abi/hooks.h");

constexpr int kRegisterPriority = 101; // before the program's own constructors, which may access

/// Where an address comes from: through field and element accesses, and through a local that is stored to once.
const llvm::Value* origin(const llvm::Value* value) {
  for (int steps = 0; steps < 16; ++steps) {
    value = value->stripPointerCasts();
    if (const auto* access = llvm::dyn_cast<llvm::GEPOperator>(value)) {
      value = access->getPointerOperand();
      continue;
    }
    const auto* load = llvm::dyn_cast<llvm::LoadInst>(value);
    const auto* slot = load ? llvm::dyn_cast<llvm::AllocaInst>(load->getPointerOperand()) : nullptr;
    if (!slot)
      return value;
    const llvm::Value* stored = nullptr;
    for (const llvm::User* user : slot->users())
      if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(user)) {
        if (store->getPointerOperand() != slot || stored)
          return value;
        stored = store->getValueOperand();
      }
    if (!stored)
      return value;
    value = stored;
  }
  return value;
}

/// Of a call that gets the state's address, by the callee's name: const methods read, and so do those that give access.
unsigned call_flags(const FunctionName& name, llvm::StringRef symbol) {
  bool reads = symbol.starts_with("_ZNK") || llvm::StringSwitch<bool>({name.base.data(), name.base.size()})
                                                 .Cases("begin", "end", "rbegin", "rend", "data", "at", "front", true)
                                                 .Cases("back", "find", "lower_bound", "upper_bound", "get", true)
                                                 .Default(false);
  llvm::StringRef scope{name.scope.data(), name.scope.size()};
  bool atomic = scope.starts_with("atomic") || scope.starts_with("__atomic");
  return (reads ? 0 : PARAUDIT_WATCH_WRITE) | (atomic ? PARAUDIT_WATCH_ATOMIC : 0);
}

} // namespace

WatchPoints::WatchPoints(llvm::Module& module, const WatchList& list, const LockCalls& calls, const LockNames& names,
                         SiteRecords& records, Statistics& statistics)
    : module_(module), list_(list), calls_(calls), names_(names), records_(records), statistics_(statistics) {}

bool WatchPoints::add() {
  statistics_.skipped_safe_states = list_.safe();
  find_variables();
  find_returned();
  for (llvm::Function& function : module_)
    if (LockCalls::is_instrumentable(function))
      look_at(function);
  if (used_.empty())
    return false;
  table_ = define_states();
  for (const Point& point : points_)
    place(point);
  statistics_.watched_states = used_.size();
  return true;
}

/// Those that this module defines are registered whether it touches them or not.
void WatchPoints::find_variables() {
  for (size_t i = 0; i < list_.states().size(); ++i) {
    const ListedState& state = list_.states()[i];
    if (state.is_field) {
      fields_[state.id] = i;
      continue;
    }
    llvm::GlobalVariable* variable = state.symbol.empty() ? nullptr : module_.getGlobalVariable(state.symbol, true);
    if (!variable || variable->isThreadLocal())
      continue;
    // Two files may have their own variable of one name.
    bool own_file =
        is_path_of(module_.getSourceFileName(), state.file) || llvm::sys::path::extension(state.file).starts_with(".h");
    if (variable->hasLocalLinkage() && !own_file)
      continue;
    variables_[variable] = i;
    if (!variable->isDeclarationForLinker())
      used_.push_back(i);
  }
}

/// Until nothing is added: what one returns may come from another.
void WatchPoints::find_returned() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const llvm::Function& function : module_)
      for (const llvm::BasicBlock& block : function) {
        const auto* result = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator());
        if (!result || !result->getReturnValue() || !result->getReturnValue()->getType()->isPointerTy())
          continue;
        const llvm::Value* base = origin(result->getReturnValue());
        llvm::SmallVector<size_t, 2> states = returned_by(*base);
        if (auto variable = variables_.find(base); variable != variables_.end())
          states.push_back(variable->second);
        for (size_t state : states)
          if (auto& known = returned_[&function]; !llvm::is_contained(known, state)) {
            known.push_back(state);
            changed = true;
          }
      }
  }
}

/// A static variable's symbol begins with its function's: _ZZ <encoding> E <name>.
llvm::SmallVector<size_t, 2> WatchPoints::returned_by(const llvm::Value& base) const {
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&base);
  const llvm::Function* callee = call ? callee_of(*call) : nullptr;
  if (!callee)
    return {};
  if (!callee->isDeclaration())
    return returned_.lookup(callee);
  llvm::SmallVector<size_t, 2> result;
  llvm::StringRef encoding = callee->getName();
  if (!encoding.consume_front("_Z"))
    return result;
  for (size_t i = 0; i < list_.states().size(); ++i) {
    llvm::StringRef symbol = list_.states()[i].symbol;
    if (symbol.consume_front("_ZZ") && symbol.consume_front(encoding) && symbol.starts_with("E"))
      result.push_back(i);
  }
  return result;
}

/// What a function of another module returned may be any object of its type.
void WatchPoints::add_of_type(const llvm::Value& base, const llvm::Value& address,
                              llvm::SmallVectorImpl<size_t>& states) const {
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&base);
  const llvm::Function* callee = call ? callee_of(*call) : nullptr;
  const auto* access = llvm::dyn_cast<llvm::GEPOperator>(&address);
  if (!callee || !callee->isDeclaration() || !access)
    return;
  while (const auto* outer = llvm::dyn_cast<llvm::GEPOperator>(access->getPointerOperand()->stripPointerCasts()))
    access = outer;
  const auto* type = llvm::dyn_cast<llvm::StructType>(access->getSourceElementType());
  if (!type || type->isLiteral())
    return;
  llvm::StringRef name = type->getName().split('.').second; // after "struct" or "class"
  for (size_t i = 0; i < list_.states().size(); ++i) {
    const ListedState& state = list_.states()[i];
    bool same = llvm::StringRef(state.type).split('<').first == name;
    if (same && !state.is_field && !llvm::is_contained(states, i))
      states.push_back(i);
  }
}

void WatchPoints::look_at(llvm::Function& function) {
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    auto atomic = [&](unsigned flags) { return flags | (instruction.isAtomic() ? PARAUDIT_WATCH_ATOMIC : 0); };
    if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction))
      look_at({load, load->getPointerOperand(), atomic(0), false});
    else if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction))
      look_at({store, store->getPointerOperand(), atomic(PARAUDIT_WATCH_WRITE), false});
    else if (auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&instruction))
      look_at({update, update->getPointerOperand(), atomic(PARAUDIT_WATCH_WRITE), false});
    else if (auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&instruction))
      look_at({exchange, exchange->getPointerOperand(), atomic(PARAUDIT_WATCH_WRITE), false});
    else if (auto* memory = llvm::dyn_cast<llvm::MemIntrinsic>(&instruction)) {
      look_at({memory, memory->getRawDest(), PARAUDIT_WATCH_WRITE, false});
      if (auto* transfer = llvm::dyn_cast<llvm::MemTransferInst>(memory))
        look_at({transfer, transfer->getRawSource(), 0, false});
    } else if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction))
      look_at_call(*call);
  }
}

void WatchPoints::look_at_call(llvm::CallBase& call) {
  if (llvm::isa<llvm::IntrinsicInst>(call) || call.isInlineAsm() || call.isMustTailCall() ||
      calls_.of(call).effect != Effect::None)
    return; // a lock's own address is no access to what it lies in
  const llvm::Function* callee = callee_of(call);
  llvm::StringRef symbol = callee ? callee->getName() : "";
  unsigned flags = call_flags(parse_function_name({symbol.data(), symbol.size()}), symbol);
  for (llvm::Value* argument : call.args())
    if (argument->getType()->isPointerTy())
      look_at({&call, argument, flags, true});
}

void WatchPoints::look_at(const Access& access) {
  llvm::SmallVector<size_t, 2> states = states_of(access);
  if (states.empty())
    return;
  const llvm::DebugLoc& location = access.instruction->getDebugLoc();
  bool located = location && location.getLine() != 0;
  if (!located && !access.by_call) {
    ++statistics_.skipped_watch_no_location;
    return;
  }
  for (size_t state : states) {
    Point point{access, state};
    if (access.by_call) {
      ListedAccess listed =
          located ? list_.access_at(state, source_path(*location->getFile()), location.getLine()) : ListedAccess::None;
      if (listed == ListedAccess::None) {
        ++statistics_.skipped_watch_calls;
        continue;
      }
      if (listed == ListedAccess::Read)
        point.access.flags &= ~unsigned{PARAUDIT_WATCH_WRITE};
    }
    points_.push_back(point);
    if (!llvm::is_contained(used_, state))
      used_.push_back(state);
  }
}

llvm::SmallVector<size_t, 2> WatchPoints::states_of(const Access& access) const {
  llvm::SmallVector<size_t, 2> result;
  const llvm::Value* base = origin(access.address);
  auto variable = variables_.find(base);
  if (variable != variables_.end())
    result.push_back(variable->second);
  for (size_t state : returned_by(*base))
    result.push_back(state);
  add_of_type(*base, *access.address, result);
  if (!fields_.empty())
    for (const llvm::Value* at = access.address; at;) {
      auto field = fields_.find(names_.of(*at));
      if (field != fields_.end() && !llvm::isa<llvm::GlobalVariable>(at))
        result.push_back(field->second);
      const auto* step = llvm::dyn_cast<llvm::GEPOperator>(at);
      at = step ? step->getPointerOperand() : nullptr;
    }
  const llvm::DebugLoc& location = access.instruction->getDebugLoc();
  if (!result.empty() || llvm::isa<llvm::AllocaInst>(base) || llvm::isa<llvm::GlobalValue>(base) || !location)
    return result;
  // Any object, as far as is known here: the recorder compares addresses.
  for (size_t state : list_.accessed_at(source_path(*location->getFile()), location.getLine()))
    if (!list_.states()[state].is_field)
      result.push_back(state);
  return result;
}

llvm::Constant* WatchPoints::state_record(llvm::StructType* type, size_t state) {
  llvm::LLVMContext& context = module_.getContext();
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Constant* object = llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(context));
  uint64_t bytes = 0;
  for (auto [value, index] : variables_)
    if (const auto* variable = llvm::cast<llvm::GlobalVariable>(value);
        index == state && !variable->isDeclarationForLinker()) {
      object = const_cast<llvm::GlobalVariable*>(variable);
      bytes = module_.getDataLayout().getTypeAllocSize(variable->getValueType());
    }
  const ListedState& listed = list_.states()[state];
  return llvm::ConstantStruct::get(type,
                                   {records_.text(listed.id), object, llvm::ConstantInt::get(i64, bytes),
                                    llvm::ConstantInt::get(i32, listed.is_field), llvm::ConstantInt::get(i32, 0)});
}

llvm::GlobalVariable* WatchPoints::define_states() {
  llvm::LLVMContext& context = module_.getContext();
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  auto* type = llvm::StructType::get(context, {pointer, pointer, i64, i32, i32});
  std::vector<llvm::Constant*> states;
  for (size_t state : used_) {
    places_[state] = static_cast<unsigned>(states.size());
    states.push_back(state_record(type, state));
  }
  auto* all = llvm::ConstantArray::get(llvm::ArrayType::get(type, states.size()), states);
  auto* table = new llvm::GlobalVariable(module_, all->getType(), false, llvm::GlobalValue::PrivateLinkage, all,
                                         "paraudit.watched");
  auto* function = llvm::Function::Create(llvm::FunctionType::get(llvm::Type::getVoidTy(context), false),
                                          llvm::GlobalValue::InternalLinkage, "paraudit.register_watched", module_);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context, "", function));
  builder.CreateCall(module_.getOrInsertFunction("paraudit_watch_states", builder.getVoidTy(), pointer, i64),
                     {table, builder.getInt64(states.size())});
  builder.CreateRetVoid();
  llvm::appendToGlobalCtors(module_, function, kRegisterPriority);
  return table;
}

void WatchPoints::place(const Point& point) {
  llvm::LLVMContext& context = module_.getContext();
  llvm::Instruction& instruction = *point.access.instruction;
  llvm::IRBuilder<> builder(&instruction);
  llvm::Type* pointer = builder.getPtrTy();
  llvm::Type* i32 = builder.getInt32Ty();
  llvm::Constant* place = llvm::ConstantExpr::getInBoundsGetElementPtr(
      table_->getValueType(), table_,
      llvm::ArrayRef<llvm::Constant*>{builder.getInt64(0), builder.getInt64(places_.lookup(point.state))});
  llvm::Constant* site = records_.record(*instruction.getDebugLoc(), instruction.getFunction()->getName(), "");
  auto* type = llvm::StructType::get(context, {pointer, pointer, i32, i32});
  auto* value =
      llvm::ConstantStruct::get(type, {site, place, builder.getInt32(point.access.flags), builder.getInt32(0)});
  auto* record =
      new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage, value, "paraudit.watch_point");
  llvm::FunctionCallee hook = module_.getOrInsertFunction("paraudit_watch", builder.getVoidTy(), pointer, pointer);
  if (auto* function = llvm::dyn_cast<llvm::Function>(hook.getCallee()))
    function->setDoesNotThrow();
  llvm::CallInst* call = builder.CreateCall(hook, {record, point.access.address});
  call->setDebugLoc(instruction.getDebugLoc());
  ++statistics_.watched_accesses;
}

} // namespace paraudit::instrument
