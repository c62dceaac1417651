#include "checker/models/user_models.h"

#include <algorithm>
#include <span>
#include <utility>

namespace paraudit::models {
namespace {

using facts::LockKind;

template <class Value> struct Word {
  std::string_view text;
  Value value;
};

constexpr Word<Role> kRoles[] = {
    {"lock", Role::kLock},
    {"guard", Role::kGuard},
    {"shared-guard", Role::kSharedGuard},
    {"locked-value", Role::kLockedValue},
    {"once", Role::kOnce},
    {"condition-variable", Role::kCondvar},
    {"wait-object", Role::kWaitObject},
    {"future", Role::kFuture},
    {"thread", Role::kThread},
    {"joining-thread", Role::kJoiningThread},
    {"atomic", Role::kAtomic},
    {"container", Role::kContainer},
    {"smart-pointer", Role::kSmartPointer},
    {"view", Role::kView},
    {"cell", Role::kCell},
    {"worker-local", Role::kWorkerLocal},
    {"thread-safe", Role::kThreadSafe},
    {"wait-predicate", Role::kWaitPredicate},
};

constexpr Word<LockKind> kKinds[] = {
    {"mutex", LockKind::kMutex},
    {"recursive-mutex", LockKind::kRecursiveMutex},
    {"shared-mutex", LockKind::kSharedMutex},
    {"spin", LockKind::kSpin},
};

constexpr Word<Effect> kEffects[] = {
    {"none", Effect::kNone},
    {"acquire", Effect::kAcquire},
    {"acquire-shared", Effect::kAcquireShared},
    {"release", Effect::kRelease},
    {"release-shared", Effect::kReleaseShared},
    {"try-acquire", Effect::kTryAcquire},
    {"try-acquire-shared", Effect::kTryAcquireShared},
    {"assert-held", Effect::kAssertHeld},
    {"assert-held-shared", Effect::kAssertHeldShared},
    {"call-once", Effect::kCallOnce},
    {"wait", Effect::kWaitArgument},
    {"blocking", Effect::kBlocking},
    {"join", Effect::kThreadJoin},
    {"parallel", Effect::kDispatch},
    {"parallel-and-wait", Effect::kDispatchSync},
    {"calls", Effect::kCallSync},
    {"reads", Effect::kReadReceiver},
    {"changes", Effect::kMutateReceiver},
};

template <class Value> std::vector<std::string> texts(std::span<const Word<Value>> words) {
  std::vector<std::string> result;
  for (const Word<Value>& word : words)
    result.emplace_back(word.text);
  return result;
}

template <class Value, std::size_t N> const Word<Value>* find(const Word<Value> (&words)[N], std::string_view text) {
  const auto it = std::find_if(std::begin(words), std::end(words), [&](const auto& word) { return word.text == text; });
  return it == std::end(words) ? nullptr : it;
}

std::string unknown(const std::string& what, std::string_view word, const std::vector<std::string>& words) {
  std::string text = "'" + std::string(word) + "' is no " + what + "; there are ";
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : ", ") + words[i];
  return text;
}

// What the role needs of a lock kind, where the row names none.
LockKind default_kind(Role role) {
  switch (role) {
  case Role::kLock:
    return LockKind::kMutex;
  case Role::kLockedValue:
    return LockKind::kCell;
  case Role::kOnce:
    return LockKind::kOnce;
  case Role::kCondvar:
    return LockKind::kCondvar;
  case Role::kWaitObject:
    return LockKind::kWait;
  default:
    return LockKind::kNone;
  }
}

} // namespace

std::string Models::add_type(const std::string& name, std::string_view role, std::string_view kind) {
  const Word<Role>* known_role = find(kRoles, role);
  if (!known_role)
    return unknown("role", role, type_roles());
  LockKind lock = default_kind(known_role->value);
  if (!kind.empty()) {
    const Word<LockKind>* known_kind = find(kKinds, kind);
    if (!known_kind)
      return unknown("kind of lock", kind, lock_kinds());
    if (known_role->value != Role::kLock)
      return "only the role 'lock' has a kind";
    lock = known_kind->value;
  }
  const auto row = types_.insert_or_assign(name, TypeModel{}).first;
  row->second = {row->first, known_role->value, lock};
  return "";
}

std::string Models::add_call(const std::string& name, std::string_view effect, std::uint32_t argument) {
  const Word<Effect>* known = find(kEffects, effect);
  if (!known)
    return unknown("effect", effect, call_effects());
  const auto row = calls_.insert_or_assign(name, CallModel{}).first;
  row->second = {row->first, known->value, argument, row->first};
  return "";
}

const TypeModel* Models::find_type(std::string_view qualified_name) const {
  const auto it = types_.find(qualified_name);
  return it != types_.end() ? &it->second : models::find_type(qualified_name);
}

const CallModel* Models::find_call(std::string_view qualified_name, bool has_c_linkage) const {
  const auto it = calls_.find(qualified_name);
  if (it != calls_.end())
    return &it->second;
  const bool is_c_name = qualified_name.find("::") == std::string_view::npos;
  return is_c_name && !has_c_linkage ? nullptr : models::find_call(qualified_name);
}

std::string Models::identity() const {
  std::string text;
  for (const auto& [name, model] : types_)
    text += "type " + name + ' ' + std::to_string(static_cast<int>(model.role)) + ' ' +
            std::to_string(static_cast<int>(model.lock)) + '\n';
  for (const auto& [name, model] : calls_)
    text += "call " + name + ' ' + std::to_string(static_cast<int>(model.effect)) + ' ' +
            std::to_string(model.argument) + '\n';
  return text;
}

std::vector<std::string> type_roles() {
  return texts(std::span<const Word<Role>>(kRoles));
}

std::vector<std::string> lock_kinds() {
  return texts(std::span<const Word<LockKind>>(kKinds));
}

std::vector<std::string> call_effects() {
  return texts(std::span<const Word<Effect>>(kEffects));
}

} // namespace paraudit::models
