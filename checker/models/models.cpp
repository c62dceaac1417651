#include "checker/models/models.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace paraudit::models {
namespace {

struct MethodModel {
  Role role;
  std::string_view name;
  Effect effect;
};

// Sorting at compile time lets the .def files stay in reading order.
template <class Row, std::size_t N, class Key> constexpr std::array<Row, N> sorted(std::array<Row, N> rows, Key key) {
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); });
  return rows;
}

constexpr auto by_name = [](const auto& row) { return row.name; };
constexpr auto by_method = [](const MethodModel& row) { return std::pair(row.role, row.name); };

constexpr auto kTypes = sorted(std::to_array<TypeModel>({
#define PARAUDIT_TYPE(name, role, lock) {name, Role::k##role, facts::LockKind::k##lock},
#include "checker/models/types.def"
#undef PARAUDIT_TYPE
                               }),
                               by_name);

constexpr auto kCalls = sorted(std::to_array<CallModel>({
#define PARAUDIT_CALL(name, effect, argument, text) {name, Effect::k##effect, argument, text},
#include "checker/models/calls.def"
#undef PARAUDIT_CALL
                               }),
                               by_name);

constexpr auto kMethods = sorted(std::to_array<MethodModel>({
#define PARAUDIT_METHOD(role, name, effect) {Role::k##role, name, Effect::k##effect},
#include "checker/models/methods.def"
#undef PARAUDIT_METHOD
                                 }),
                                 by_method);

template <class Rows, class Key, class Value> auto find(const Rows& rows, Key key, const Value& value) {
  const auto it =
      std::lower_bound(rows.begin(), rows.end(), value, [&](const auto& row, const Value& v) { return key(row) < v; });
  return it != rows.end() && key(*it) == value ? &*it : nullptr;
}

// `UnLock`, `TRY_LOCK`: what is done to a lock is known by its words.
const MethodModel* find_lock_method(std::string_view name) {
  const std::string wanted = plain_name(name);
  const auto row = std::find_if(kMethods.begin(), kMethods.end(), [&](const MethodModel& method) {
    return method.role == Role::kLock && plain_name(method.name) == wanted;
  });
  return row == kMethods.end() ? nullptr : row;
}

} // namespace

const TypeModel* find_type(std::string_view qualified_name) {
  return find(kTypes, by_name, qualified_name);
}

const CallModel* find_call(std::string_view qualified_name) {
  return find(kCalls, by_name, qualified_name);
}

std::string plain_name(std::string_view name) {
  std::string result;
  for (const char c : name)
    if (c != '_')
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

Effect find_method(Role role, std::string_view name, bool* known) {
  if (role == Role::kSharedGuard)
    role = Role::kGuard;
  const MethodModel* row = find(kMethods, by_method, std::pair(role, name));
  if (!row && role == Role::kLock)
    row = find_lock_method(name);
  if (!row)
    row = find(kMethods, by_method, std::pair(role, std::string_view("*")));
  if (known)
    *known = row != nullptr;
  return row ? row->effect : Effect::kNone;
}

bool is_shared_acquire(Effect effect) {
  switch (effect) {
  case Effect::kAcquireShared:
  case Effect::kAcquireSharedZero:
  case Effect::kReleaseShared:
  case Effect::kTryAcquireShared:
  case Effect::kTryAcquireSharedZero:
  case Effect::kAssertHeldShared:
  case Effect::kAcquireGuardShared:
  case Effect::kTryAcquireGuardShared:
  case Effect::kAcquireDuringShared:
    return true;
  default:
    return false;
  }
}

} // namespace paraudit::models
