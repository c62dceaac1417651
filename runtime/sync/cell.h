// Cell<T> and RefCell<T>: interior mutability without synchronisation, the originals that an audit looks for.
//
// Cell holds a value that is copied in and out. RefCell lends references: many shared or one exclusive, checked at run
// time; a conflict is misuse ("value was already borrowed", both sites named) in every build.
// Not thread-safe, on purpose. Builds without NDEBUG fail when a second thread uses one (PARAUDIT_SERIAL builds
// never do); optimised builds do not check, and a Cell is then exactly T.
#ifndef PARAUDIT_RUNTIME_SYNC_CELL_H
#define PARAUDIT_RUNTIME_SYNC_CELL_H

#include "runtime/sync/borrow_state.h"
#include "runtime/sync/guard.h"
#include "runtime/sync/one_thread.h"

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace paraudit {
namespace detail {

// The thread that used a cell first; empty where nothing is checked.
class FirstThread {
 public:
#if defined(NDEBUG) || defined(PARAUDIT_SERIAL)
  void check(const SiteRecord*) const {}
#else
  void check(const SiteRecord* site) const {
    if (thread_ == nullptr) {
      thread_ = platform::this_thread();
      first_use_ = site;
    } else if (thread_ != platform::this_thread()) {
      report_misuse({"an unsynchronised cell was used by two threads", site, first_use_, "first used at"});
    }
  }

 private:
  mutable platform::ThreadId thread_ = nullptr;
  mutable const SiteRecord* first_use_ = nullptr;
#endif
};

} // namespace detail

template <class T> class Cell {
 public:
  Cell() = default;
  explicit Cell(T value) : value_(std::move(value)) {}
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;

  T get(SourceLocation location = SourceLocation::current()) const {
    owner_.check(detail::site_record(location));
    return value_;
  }
  void set(T value, SourceLocation location = SourceLocation::current()) const { replace(std::move(value), location); }
  T replace(T value, SourceLocation location = SourceLocation::current()) const {
    owner_.check(detail::site_record(location));
    return std::exchange(value_, std::move(value));
  }
  T take(SourceLocation location = SourceLocation::current()) const { return replace(T(), location); }
  template <class Function>
  void update(Function&& function, SourceLocation location = SourceLocation::current()) const {
    set(std::invoke(std::forward<Function>(function), get(location)), location);
  }
  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

 private:
  [[no_unique_address]] detail::FirstThread owner_;
  mutable T value_{};
};

namespace detail {

// The borrow state of a RefCell: what its guards release.
class BorrowFlag : public BorrowState {
 public:
  [[noreturn]] void fail(const SiteRecord* site) const {
    report_misuse({is_written() ? "value was already mutably borrowed" : "value was already borrowed", site,
                   last_site(), "borrowed at"});
  }
};

} // namespace detail

template <class T> class Ref;
template <class T> class RefMut;

namespace detail {

struct RefFamily {
  using Raw = BorrowFlag;
  using Mode = Shared;
  template <class U> using Mapped = Ref<std::remove_const_t<U>>;
};
struct RefMutFamily {
  using Raw = BorrowFlag;
  using Mode = Exclusive;
  template <class U> using Mapped = RefMut<U>;
};

} // namespace detail

template <class T> class [[nodiscard]] Ref : public detail::GuardCore<const T, detail::RefFamily> {
 public:
  using detail::GuardCore<const T, detail::RefFamily>::GuardCore;
};

template <class T> class [[nodiscard]] RefMut : public detail::GuardCore<T, detail::RefMutFamily> {
 public:
  using detail::GuardCore<T, detail::RefMutFamily>::GuardCore;
};

template <class T> class RefCell {
 public:
  RefCell() = default;
  explicit RefCell(T value) : value_(std::move(value)) {}
  RefCell(const RefCell&) = delete;
  RefCell& operator=(const RefCell&) = delete;

  Ref<T> borrow(SourceLocation location = SourceLocation::current()) const {
    if (!take(&detail::BorrowFlag::try_lock_shared, location)) [[unlikely]]
      flag_.fail(detail::site_record(location));
    return lent<Ref<T>>(location);
  }
  RefMut<T> borrow_mut(SourceLocation location = SourceLocation::current()) const {
    if (!take(&detail::BorrowFlag::try_lock, location)) [[unlikely]]
      flag_.fail(detail::site_record(location));
    return lent<RefMut<T>>(location);
  }
  [[nodiscard]] std::optional<Ref<T>> try_borrow(SourceLocation location = SourceLocation::current()) const {
    if (!take(&detail::BorrowFlag::try_lock_shared, location))
      return std::nullopt;
    return lent<Ref<T>>(location);
  }
  [[nodiscard]] std::optional<RefMut<T>> try_borrow_mut(SourceLocation location = SourceLocation::current()) const {
    if (!take(&detail::BorrowFlag::try_lock, location))
      return std::nullopt;
    return lent<RefMut<T>>(location);
  }
  T& get_mut() { return value_; }
  T into_inner() && { return std::move(value_); }

 private:
  bool take(bool (detail::BorrowFlag::*borrow)(const detail::SiteRecord*), SourceLocation location) const {
    owner_.check(detail::site_record(location));
    return (flag_.*borrow)(detail::site_record(location));
  }
  template <class Guard> Guard lent(SourceLocation location) const {
    detail::debug_pin(&flag_, "a borrowed value", location);
    return Guard(&flag_, &value_);
  }

  [[no_unique_address]] detail::FirstThread owner_;
  mutable detail::BorrowFlag flag_;
  mutable T value_{};
};

} // namespace paraudit
#endif
