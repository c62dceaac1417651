// MTLock<T>: a lock that a serial build does without: there it is exactly T, and lock() costs nothing at all.
//
// For state that only parallel code shares. In a parallel build it is Lock<T> in every respect. In a serial build
// nothing is checked either: a second lock() is legal there, so code that compiles for both must not rely on the
// failure.
#ifndef PARAUDIT_RUNTIME_SYNC_MT_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_MT_LOCK_H

#include "runtime/sync/lock.h"

namespace paraudit {

#if defined(PARAUDIT_SERIAL)

// A pointer with a guard's shape.
template <class T> class [[nodiscard]] MTLockGuard {
 public:
  explicit MTLockGuard(T* value) noexcept : value_(value) {}
  MTLockGuard(MTLockGuard&&) noexcept = default;
  MTLockGuard& operator=(MTLockGuard&&) noexcept = default;
  T& operator*() const noexcept { return *value_; }
  T* operator->() const noexcept { return value_; }
  template <class Mapper> auto map(Mapper&& mapper) && {
    auto& part = std::invoke(std::forward<Mapper>(mapper), *value_);
    return MTLockGuard<std::remove_reference_t<decltype(part)>>(&part);
  }

 private:
  T* value_;
};

template <class T> class MTLock {
 public:
  using Guard = MTLockGuard<T>;

  explicit MTLock(SourceLocation = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : value_() {}
  template <detail::ClassNameFor<T> Name>
  explicit MTLock(Name&&, SourceLocation = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : value_() {}
  explicit MTLock(T value, const char* = nullptr, SourceLocation = SourceLocation::current())
      : value_(std::move(value)) {}

  Guard lock(SourceLocation = SourceLocation::current()) { return Guard(&value_); }
  [[nodiscard]] std::optional<Guard> try_lock(SourceLocation = SourceLocation::current()) {
    return std::optional<Guard>(std::in_place, &value_);
  }
  template <class Function> decltype(auto) with_lock(Function&& function, SourceLocation = SourceLocation::current()) {
    return std::invoke(std::forward<Function>(function), value_);
  }
  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

 private:
  T value_;
};

static_assert(sizeof(MTLock<char>) == sizeof(char) && sizeof(MTLock<void*>) == sizeof(void*));
static_assert(std::is_trivially_copyable_v<MTLock<int>>);

#else

template <class T> using MTLockGuard = LockGuard<T>;

template <class T> class MTLock : public Lock<T> {
 public:
  using Lock<T>::Lock;
};

#endif

} // namespace paraudit
#endif
