// FreezeLock<T>: written for a while, then frozen; from then on read without any lock.
//
// read() takes no lock once frozen (one acquire load); until then it takes a read lock. write() after freeze() is
// misuse. freeze() waits for readers and writers that are inside. Freezing twice is fine. Thread-safety: every member
// but get_mut and into_inner. In the no-sync mode and in serial builds a conflict is misuse, as with RwLock.
#ifndef PARAUDIT_RUNTIME_SYNC_FREEZE_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_FREEZE_LOCK_H

#include "runtime/sync/rw_lock.h"

#include <atomic>
#include <optional>
#include <utility>

namespace paraudit {
namespace detail {

// Stands for the value behind the lock: the lock guards the value beside it.
struct Nothing {};

} // namespace detail

template <class T> class [[nodiscard]] FreezeReadGuard {
 public:
  explicit FreezeReadGuard(const T* value) : value_(value) {}
  FreezeReadGuard(const T* value, ReadGuard<detail::Nothing> lock) : lock_(std::move(lock)), value_(value) {}
  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return value_; }

  // The guard to a part of the value, as a ReadGuard's.
  template <class Mapper> auto map(Mapper&& mapper) && {
    std::optional<ReadGuard<detail::Nothing>> lock = std::exchange(lock_, std::nullopt);
    const auto& part = std::invoke(std::forward<Mapper>(mapper), *value_);
    using Part = std::remove_cvref_t<decltype(part)>;
    return lock.has_value() ? FreezeReadGuard<Part>(&part, std::move(*lock)) : FreezeReadGuard<Part>(&part);
  }

 private:
  std::optional<ReadGuard<detail::Nothing>> lock_; // empty when frozen
  const T* value_;
};

template <class T> class FreezeLock;

template <class T> class [[nodiscard]] FreezeWriteGuard {
 public:
  FreezeWriteGuard(FreezeLock<T>* owner, WriteGuard<detail::Nothing> lock) : owner_(owner), lock_(std::move(lock)) {}
  T& operator*() const noexcept;
  T* operator->() const noexcept { return &**this; }
  // Freezes what was written, without letting anybody in between.
  const T& freeze(SourceLocation location = SourceLocation::current()) &&;

 private:
  FreezeLock<T>* owner_;
  WriteGuard<detail::Nothing> lock_;
};

template <class T> class FreezeLock {
 public:
  explicit FreezeLock(const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : lock_(detail::Nothing{}, class_name, made_at), value_() {}
  explicit FreezeLock(T value, const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
      : lock_(detail::Nothing{}, class_name, made_at), value_(std::move(value)) {}

  bool is_frozen() const { return frozen_.load(std::memory_order_acquire); }

  FreezeReadGuard<T> read(SourceLocation location = SourceLocation::current()) const {
    if (is_frozen()) [[likely]]
      return FreezeReadGuard<T>(&value_);
    return FreezeReadGuard<T>(&value_, lock_.read(location));
  }
  FreezeWriteGuard<T> write(SourceLocation location = SourceLocation::current()) {
    WriteGuard<detail::Nothing> guard = lock_.write(location);
    if (is_frozen())
      report_misuse({"a frozen value was to be written", detail::site_record(location), frozen_at_, "frozen at"});
    return FreezeWriteGuard<T>(this, std::move(guard));
  }
  // Nothing when the value is frozen or the lock cannot be had at once.
  [[nodiscard]] std::optional<FreezeWriteGuard<T>> try_write(SourceLocation location = SourceLocation::current()) {
    std::optional<WriteGuard<detail::Nothing>> guard = lock_.try_write(location);
    if (!guard.has_value() || is_frozen())
      return std::nullopt;
    return std::optional<FreezeWriteGuard<T>>(std::in_place, this, std::move(*guard));
  }
  // The value, once frozen; null before.
  const T* get() const { return is_frozen() ? &value_ : nullptr; }

  const T& freeze(SourceLocation location = SourceLocation::current()) {
    if (!is_frozen()) {
      WriteGuard<detail::Nothing> guard = lock_.write(location);
      mark_frozen(detail::site_record(location));
    }
    return value_;
  }
  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

 private:
  friend class FreezeWriteGuard<T>;
  void mark_frozen(const detail::SiteRecord* site) {
    if (is_frozen())
      return;
    frozen_at_ = site;
    frozen_.store(true, std::memory_order_release);
  }

  RwLock<detail::Nothing> lock_;
  std::atomic<bool> frozen_{false};
  const detail::SiteRecord* frozen_at_ = nullptr; // written before frozen_
  T value_;
};

template <class T> T& FreezeWriteGuard<T>::operator*() const noexcept {
  return owner_->value_;
}
template <class T> const T& FreezeWriteGuard<T>::freeze(SourceLocation location) && {
  WriteGuard<detail::Nothing> held = std::move(lock_);
  owner_->mark_frozen(detail::site_record(location));
  return owner_->value_;
}

} // namespace paraudit
#endif
