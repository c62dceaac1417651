// RwLock<T>: a value behind a lock that many may read or one may write.
//
// Same API in every build and mode; in the no-sync mode and in serial builds a conflict is misuse ("lock was already
// held", both sites named). Writers are not starved. Not recursive: reading again while a writer waits deadlocks, and
// so does writing while one reads or writes; in builds without NDEBUG that is the same misuse (unless recorded,
// pins.h). Thread-safety: every member but get_mut and into_inner. Cost and size: raw_rw_lock.h.
#ifndef PARAUDIT_RUNTIME_SYNC_RW_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_RW_LOCK_H

#include "runtime/sync/guard.h"
#include "runtime/sync/raw.h"

#include <optional>
#include <type_traits>
#include <utility>

namespace paraudit {

template <class T, class Recording> class MappedReadGuard;
template <class T, class Recording> class MappedWriteGuard;

namespace detail {

template <class Recording> struct ReadFamily {
  using Raw = RwLockImpl<Recording>;
  using Mode = Shared;
  template <class U> using Mapped = MappedReadGuard<std::remove_const_t<U>, Recording>;
};
template <class Recording> struct WriteFamily {
  using Raw = RwLockImpl<Recording>;
  using Mode = Exclusive;
  template <class U> using Mapped = MappedWriteGuard<U, Recording>;
};

} // namespace detail

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] ReadGuard : public detail::GuardCore<const T, detail::ReadFamily<Recording>> {
 public:
  using detail::GuardCore<const T, detail::ReadFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] MappedReadGuard : public detail::GuardCore<const T, detail::ReadFamily<Recording>> {
 public:
  using detail::GuardCore<const T, detail::ReadFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] WriteGuard : public detail::GuardCore<T, detail::WriteFamily<Recording>> {
 public:
  using detail::GuardCore<T, detail::WriteFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment>
class [[nodiscard]] MappedWriteGuard : public detail::GuardCore<T, detail::WriteFamily<Recording>> {
 public:
  using detail::GuardCore<T, detail::WriteFamily<Recording>>::GuardCore;
};

template <class T, class Recording = RecordedByEnvironment> class RwLock {
 public:
  using Read = ReadGuard<T, Recording>;
  using Write = WriteGuard<T, Recording>;

  explicit RwLock(SourceLocation made_at = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : raw_(nullptr, detail::site_record(made_at)), value_() {}
  template <detail::ClassNameFor<T> Name>
  explicit RwLock(Name&& class_name, SourceLocation made_at = SourceLocation::current())
    requires std::is_default_constructible_v<T>
      : raw_(class_name, detail::site_record(made_at)), value_() {}
  explicit RwLock(T value, const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
      : raw_(class_name, detail::site_record(made_at)), value_(std::move(value)) {}
  RwLock(const RwLock&) = delete;
  RwLock& operator=(const RwLock&) = delete;

  Read read(SourceLocation location = SourceLocation::current()) const {
    detail::debug_check_not_held(&raw_, true, location);
    raw_.lock_shared(detail::site_record(location));
    return guard<Read>(&value_, location);
  }
  Write write(SourceLocation location = SourceLocation::current()) {
    detail::debug_check_not_held(&raw_, false, location);
    raw_.lock(detail::site_record(location));
    return guard<Write>(&value_, location);
  }
  // Nothing when the lock cannot be had at once.
  [[nodiscard]] std::optional<Read> try_read(SourceLocation location = SourceLocation::current()) const {
    if (!raw_.try_lock_shared(detail::site_record(location)))
      return std::nullopt;
    return guard<Read>(&value_, location);
  }
  [[nodiscard]] std::optional<Write> try_write(SourceLocation location = SourceLocation::current()) {
    if (!raw_.try_lock(detail::site_record(location)))
      return std::nullopt;
    return guard<Write>(&value_, location);
  }
  template <class Function>
  decltype(auto) with_read_lock(Function&& function, SourceLocation location = SourceLocation::current()) const {
    Read held = read(location);
    return std::invoke(std::forward<Function>(function), *held);
  }
  template <class Function>
  decltype(auto) with_write_lock(Function&& function, SourceLocation location = SourceLocation::current()) {
    Write held = write(location);
    return std::invoke(std::forward<Function>(function), *held);
  }

  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

  // A snapshot, for assertions and messages.
  bool is_locked() const { return raw_.is_locked(); }

 private:
  template <class Guard, class Value> Guard guard(Value* value, SourceLocation location) const {
    bool shared = std::is_same_v<Guard, Read>;
    detail::debug_pin(&raw_, shared ? detail::Pin::kShared : detail::Pin::kExclusive, location);
    return Guard(&raw_, value);
  }

  mutable detail::RwLockImpl<Recording> raw_;
  T value_;
};

} // namespace paraudit
#endif
