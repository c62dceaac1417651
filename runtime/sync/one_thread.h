// OneThread<T>: a value that only the thread that made it may touch.
//
// Access from another thread is misuse, in every build but a serial one, where this is exactly T. May be moved between
// threads as long as nobody looks inside. Thread-safety: the check itself is safe from any thread. Cost: a compare.
// A task that suspends may go on, on another thread: do not keep one across a wait.
#ifndef PARAUDIT_RUNTIME_SYNC_ONE_THREAD_H
#define PARAUDIT_RUNTIME_SYNC_ONE_THREAD_H

#include "runtime/platform/thread_id.h"
#include "runtime/sync/misuse.h"

#include <utility>

namespace paraudit {
namespace detail {

// Which thread owns a value; empty in a serial build.
class OwnerThread {
 public:
#if defined(PARAUDIT_SERIAL)
  explicit OwnerThread(SourceLocation) {}
  void check(const SiteRecord*, const char*) const {}
#else
  explicit OwnerThread(SourceLocation made_at) : thread_(platform::this_thread()), made_at_(site_record(made_at)) {}
  void check(const SiteRecord* site, const char* message) const {
    if (thread_ != platform::this_thread()) [[unlikely]]
      report_misuse({message, site, made_at_, "made at"});
  }

 private:
  platform::ThreadId thread_;
  const SiteRecord* made_at_;
#endif
};

} // namespace detail

template <class T> class OneThread {
 public:
  explicit OneThread(SourceLocation made_at = SourceLocation::current()) : owner_(made_at), value_() {}
  explicit OneThread(T value, SourceLocation made_at = SourceLocation::current())
      : owner_(made_at), value_(std::move(value)) {}
  OneThread(OneThread&&) = default;
  OneThread& operator=(OneThread&&) = default;

  T& get(SourceLocation location = SourceLocation::current()) {
    check(detail::site_record(location));
    return value_;
  }
  const T& get(SourceLocation location = SourceLocation::current()) const {
    check(detail::site_record(location));
    return value_;
  }
  // Operators take no location: a failure names only where the value was made.
  T& operator*() {
    check(nullptr);
    return value_;
  }
  const T& operator*() const {
    check(nullptr);
    return value_;
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  T into_inner(SourceLocation location = SourceLocation::current()) && {
    check(detail::site_record(location));
    return std::move(value_);
  }

 private:
  void check(const detail::SiteRecord* site) const {
    owner_.check(site, "a value that belongs to one thread was used by another");
  }

  [[no_unique_address]] detail::OwnerThread owner_;
  T value_;
};

#if defined(PARAUDIT_SERIAL)
static_assert(sizeof(OneThread<int>) == sizeof(int));
#endif

} // namespace paraudit
#endif
