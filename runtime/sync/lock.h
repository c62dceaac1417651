// Lock<T>: a value behind a mutual-exclusion lock, reached through guards only.
//
//   Lock<std::vector<int>> numbers{{1, 2}, "Session::numbers"};
//   numbers.lock()->push_back(3);
//   auto first = numbers.lock().map([](auto& all) -> int& { return all.front(); });
//
// One API in every build and mode: a futex lock; a borrow flag in the no-sync mode and in serial builds, where a second
// lock is misuse ("lock was already held", both sites named); std::mutex with PARAUDIT_STD_SYNC. Not recursive: a
// second lock by the holder deadlocks, and in builds without NDEBUG is the same misuse (unless recorded, pins.h). No
// poisoning: a value is left as the throwing code left it. Not movable while shared; into_inner() moves the value out.
// The optional class name is the declaration's qualified name ("ns::Class::field", and with "/1", "/2", ... a subclass
// for locks of one declaration that nest on purpose); unnamed locks are named offline
// from their acquisition sites. Thread-safety: every member but get_mut and into_inner, which need exclusive access.
// Cost and size: raw_lock.h.
#ifndef PARAUDIT_RUNTIME_SYNC_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_LOCK_H

#include "runtime/sync/guard.h"
#include "runtime/sync/raw.h"

#include <optional>
#include <type_traits>
#include <utility>

namespace paraudit {

template <class T, class Recording> class MappedLockGuard;

namespace detail {

template <class Recording> struct LockFamily {
  using Raw = LockImpl<Recording>;
  using Mode = Exclusive;
  template <class U> using Mapped = MappedLockGuard<U, Recording>;
};

} // namespace detail

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] LockGuard : public detail::GuardCore<T, detail::LockFamily<Recording>> {
 public:
  using detail::GuardCore<T, detail::LockFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] MappedLockGuard : public detail::GuardCore<T, detail::LockFamily<Recording>> {
 public:
  using detail::GuardCore<T, detail::LockFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment> class Lock {
 public:
  using Guard = LockGuard<T, Recording>;

  explicit Lock(SourceLocation made_at = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : raw_(nullptr, detail::site_record(made_at)), value_() {}
  template <detail::ClassNameFor<T> Name>
  explicit Lock(Name&& class_name, SourceLocation made_at = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : raw_(class_name, detail::site_record(made_at)), value_() {}
  explicit Lock(T value, const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
      : raw_(class_name, detail::site_record(made_at)), value_(std::move(value)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  Guard lock(SourceLocation location = SourceLocation::current()) {
    detail::debug_check_not_held(&raw_, false, location);
    raw_.lock(detail::site_record(location));
    return guard(location);
  }
  // Nothing when somebody holds the lock, this thread included.
  [[nodiscard]] std::optional<Guard> try_lock(SourceLocation location = SourceLocation::current()) {
    if (!raw_.try_lock(detail::site_record(location)))
      return std::nullopt;
    return guard(location);
  }
  template <class Function>
  decltype(auto) with_lock(Function&& function, SourceLocation location = SourceLocation::current()) {
    Guard held = lock(location);
    return std::invoke(std::forward<Function>(function), *held);
  }

  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

  // A snapshot, for assertions and messages.
  bool is_locked() const { return raw_.is_locked(); }

 private:
  template <class, class> friend class Sharded;
  Lock(uint32_t tag, const detail::SiteRecord* made_at)
    requires std::is_default_constructible_v<T>
      : raw_(tag, made_at), value_() {}

  Guard guard(SourceLocation location) {
    detail::debug_pin(&raw_, detail::Pin::kExclusive, location);
    return Guard(&raw_, &value_);
  }

  detail::LockImpl<Recording> raw_;
  T value_;
};

} // namespace paraudit
#endif
