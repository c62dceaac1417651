// Once<T>: a value made at most once, by whoever comes first; the others wait for it.
//
// get_or_init() returns the same object to all. If the initialiser throws, nothing was made and the next caller tries.
// An initialiser that asks for its own value deadlocks, and without threads is misuse ("lock was already held").
// Thread-safety: every member. Cost: one acquire load once made.
#ifndef PARAUDIT_RUNTIME_SYNC_ONCE_H
#define PARAUDIT_RUNTIME_SYNC_ONCE_H

#include "runtime/sync/lock.h"

#include <atomic>
#include <functional>
#include <optional>
#include <utility>

namespace paraudit {

template <class T> class Once {
 public:
  explicit Once(const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
      : value_(std::optional<T>(), class_name, made_at) {}

  template <class Make> const T& get_or_init(Make&& make, SourceLocation location = SourceLocation::current()) {
    if (const T* made = get())
      return *made;
    auto value = value_.lock(location);
    if (!value->has_value()) {
      value->emplace(std::invoke(std::forward<Make>(make)));
      made_.store(&**value, std::memory_order_release);
    }
    return **value;
  }
  // Null until made.
  const T* get() const { return made_.load(std::memory_order_acquire); }

 private:
  Lock<std::optional<T>> value_;
  std::atomic<const T*> made_{nullptr};
};

} // namespace paraudit
#endif
