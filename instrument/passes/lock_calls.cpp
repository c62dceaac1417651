#include "instrument/passes/lock_calls.h"

#include "instrument/passes/returned_guards.h"
#include "instrument/wrappers/wrapper_names.h"

#include <llvm/ADT/StringSwitch.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

namespace paraudit::instrument {
namespace {

/// A named wrapper larger than this does more than pass a lock operation on. About kWrapperBytesMax of machine code.
constexpr unsigned kWrapperInstructionsMax = 64;
/// A guard that calls a mutex class that calls pthread, with complete and base constructors, is four deep.
constexpr unsigned kRoundsMax = 8;

llvm::StringRef ref(std::string_view text) {
  return {text.data(), text.size()};
}

LockFunction c_function(llvm::StringRef name) {
  return llvm::StringSwitch<LockFunction>(name)
#define PARAUDIT_LOCK_C(name, effect, operand) .Case(#name, {Effect::effect, Origin::Pthread, operand})
#include "instrument/passes/lock_functions.def"
      .Default({});
}

Effect standard_effect(const FunctionName& name) {
  if (name.constructor || name.destructor) {
    bool guard = name.base != "lock" && (ref(name.base).ends_with("_lock") || name.base == "lock_guard");
    return !guard ? Effect::None : name.constructor ? Effect::Acquire : Effect::Release;
  }
  return llvm::StringSwitch<Effect>(ref(name.base))
#define PARAUDIT_LOCK_STANDARD(name, effect) .Case(#name, Effect::effect)
#include "instrument/passes/lock_functions.def"
      .Default(Effect::None);
}

/// The lock is `this` of a mutex, the argument of a guard's constructor; a guard's own methods know it only at run
/// time, and a condition variable's the mutex that is taken again.
int operand_of(const FunctionName& name, Effect effect) {
  if (effect != Effect::Acquire)
    return -1;
  if (name.constructor)
    return 1;
  bool guard = ref(name.scope).ends_with("_lock") || ref(name.scope).ends_with("Lock");
  return guard || name.scope.empty() ? -1 : 0;
}

bool looks_like_release(const FunctionName& name) {
  llvm::StringRef base = ref(name.base);
  if (name.destructor)
    return is_wrapper_name({.base = name.base, .scope = name.scope, .constructor = true, .mangled = true});
  return base.contains_insensitive("unlock") || base.equals_insensitive("release");
}

bool is_guard_class(llvm::StringRef qualified) {
  auto [scope, base] = qualified.rsplit("::");
  if (base.empty())
    std::swap(scope, base);
  return is_wrapper_name({.base = {base.data(), base.size()}, .scope = {}, .constructor = true, .mangled = true});
}

/// By name alone, for functions whose body is elsewhere, or in the standard library.
LockFunction by_name(const llvm::Function& function, const FunctionName& name) {
  if (LockFunction known = c_function(function.getName()); known.effect != Effect::None)
    return known;
  if (name.standard) {
    Effect effect = is_wrapper_name(name) ? standard_effect(name) : Effect::None;
    return effect == Effect::None ? LockFunction{} : LockFunction{effect, Origin::Standard, operand_of(name, effect)};
  }
  if (looks_like_release(name))
    return {Effect::Release, Origin::WrapperByName, -1};
  if (!function.isDeclaration())
    return {};
  if (llvm::StringRef guard = returned_class(function); !guard.empty() && is_guard_class(guard))
    return {Effect::Acquire, Origin::WrapperByName, function.arg_size() > 1 ? 1 : -1};
  if (!is_wrapper_name(name))
    return {};
  Effect effect = ref(name.base).contains_insensitive("lock") || name.constructor ? Effect::Acquire : Effect::Wait;
  return {effect, Origin::WrapperByName, operand_of(name, effect)};
}

/// Follows a pointer back through field accesses and loads, and through the stack slot of an argument.
bool derives_from_argument(const llvm::Value* value) {
  for (int steps = 0; steps < 16; ++steps) {
    value = value->stripInBoundsOffsets();
    if (llvm::isa<llvm::Argument>(value))
      return true;
    if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(value)) {
      value = load->getPointerOperand();
      continue;
    }
    if (!llvm::isa<llvm::AllocaInst>(value))
      return false;
    const llvm::Value* stored = nullptr;
    for (const llvm::User* user : value->users())
      if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(user); store && store->getPointerOperand() == value)
        stored = stored && stored != store->getValueOperand() ? value : store->getValueOperand();
    if (!stored || stored == value)
      return false;
    value = stored;
  }
  return false;
}

bool uses_result_of(const llvm::CallBase& call, const llvm::CallBase& lock) {
  return llvm::is_contained(call.args(), &lock);
}

bool is_harmless(const llvm::CallBase& call) {
  return llvm::isa<llvm::IntrinsicInst>(call) || call.doesNotReturn() || call.isInlineAsm();
}

} // namespace

const llvm::Function* callee_of(const llvm::CallBase& call) {
  return llvm::dyn_cast<llvm::Function>(call.getCalledOperand()->stripPointerCastsAndAliases());
}

LockCalls::LockCalls(const llvm::Module& module, const UserLocks& user_locks) {
  for (const llvm::Function& function : module) {
    if (function.isIntrinsic())
      continue;
    FunctionName name = parse_function_name({function.getName().data(), function.getName().size()});
    if (std::optional<UserLock> lock = user_locks.find(function, name)) {
      user_[&function] = *lock;
      functions_[&function] = {lock->acquires ? Effect::Acquire : Effect::Release, Origin::Listed,
                               static_cast<int>(lock->argument)};
    } else if (LockFunction known = by_name(function, name); known.effect != Effect::None) {
      functions_[&function] = known;
    }
  }
  find_wrappers(module);
}

LockFunction LockCalls::of(const llvm::CallBase& call) const {
  const llvm::Function* callee = callee_of(call);
  return callee ? functions_.lookup(callee) : LockFunction{};
}

const UserLock* LockCalls::user_lock(const llvm::Function& function) const {
  auto found = user_.find(&function);
  return found == user_.end() ? nullptr : &found->second;
}

bool LockCalls::is_wrapper(const llvm::Function& function) const {
  LockFunction known = functions_.lookup(&function);
  return known.origin == Origin::WrapperByBody;
}

bool LockCalls::is_standard_library(const llvm::Function& function) {
  if (const llvm::DISubprogram* program = function.getSubprogram(); program && program->getFile()) {
    // libstdc++ lies in /usr/include/c++ and /usr/include/<triple>/c++, libc++ in .../include/c++/v1.
    llvm::StringRef below = program->getFilename().split("/include/").second;
    return below.starts_with("c++/") || below.contains("/c++/");
  }
  return parse_function_name({function.getName().data(), function.getName().size()}).standard;
}

bool LockCalls::is_instrumentable(const llvm::Function& function) {
  return !function.isDeclaration() && !is_standard_library(function) &&
         !function.hasFnAttribute(llvm::Attribute::Naked);
}

void LockCalls::find_wrappers(const llvm::Module& module) {
  bool changed = true;
  for (unsigned round = 0; changed && round < kRoundsMax; ++round) {
    changed = false;
    for (const llvm::Function& function : module) {
      if (function.isDeclaration() || functions_.contains(&function) || is_standard_library(function))
        continue;
      LockFunction what = wrapper(function);
      if (what.effect == Effect::None)
        continue;
      functions_[&function] = what;
      ++wrapper_count_;
      changed = true;
    }
  }
}

LockFunction LockCalls::wrapper(const llvm::Function& function) {
  Effect effect = wrapper_effect(function);
  if (effect != Effect::None) {
    FunctionName name = parse_function_name({function.getName().data(), function.getName().size()});
    return {effect, Origin::WrapperByBody, operand_of(name, effect)};
  }
  if (!returns_lock(function))
    return {};
  return {Effect::Acquire, Origin::ReturnsGuard, function.arg_size() > 1 ? 1 : -1}; // after the result's place
}

bool LockCalls::returns_lock(const llvm::Function& function) {
  auto calls = calls_that_lock_the_result(
      function, [this](const llvm::CallBase& call) { return of(call).effect == Effect::Acquire; });
  returned_.insert(calls.begin(), calls.end());
  return !calls.empty();
}

/// A wrapper returns with the lock held: it makes one lock call and no release. Without a wrapper's name its body must
/// do nothing else, on a lock that it was given: only the lock call's result may go to another call, which checks it.
Effect LockCalls::wrapper_effect(const llvm::Function& function) const {
  const llvm::CallBase* lock = nullptr;
  unsigned instructions = 0;
  bool only_locks = true;
  for (const llvm::Instruction& instruction : llvm::instructions(function)) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    instructions += !instruction.isDebugOrPseudoInst();
    if (!call || is_harmless(*call))
      continue;
    Effect effect = of(*call).effect;
    if (effect == Effect::Release || (lock && effect != Effect::None) || instructions > kWrapperInstructionsMax)
      return Effect::None;
    if (effect != Effect::None)
      lock = call;
    else
      only_locks &= lock && uses_result_of(*call, *lock);
  }
  if (!lock || lock->arg_empty())
    return Effect::None;
  bool named = is_wrapper_name(parse_function_name({function.getName().data(), function.getName().size()}));
  bool passes_on = only_locks && derives_from_argument(lock->getArgOperand(0));
  return named || passes_on ? of(*lock).effect : Effect::None;
}

} // namespace paraudit::instrument
