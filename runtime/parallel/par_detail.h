// The parts of par.h that do not depend on what runs: internal.
#ifndef PARAUDIT_RUNTIME_PARALLEL_PAR_DETAIL_H
#define PARAUDIT_RUNTIME_PARALLEL_PAR_DETAIL_H

#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/parallel/label.h"

namespace paraudit::detail {

// A reference to a callable, without an allocation; lives shorter than it.
template <class Signature> class FunctionRef;
template <class R, class... Args> class FunctionRef<R(Args...)> {
 public:
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef>)
  FunctionRef(F&& f)
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(f)))), call_([](void* object, Args... args) {
          return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<Args>(args)...);
        }) {}
  R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

 private:
  void* object_;
  R (*call_)(void*, Args...);
};

// Runs body(begin, end) over [0, count) in pieces of at most max(count / 128, 1), and waits for all.
void for_blocks(const Label& label, std::size_t count, FunctionRef<void(std::size_t, std::size_t)> body);
// Runs a and b; neither may throw.
void fork(const Label& label, FunctionRef<void()> a, FunctionRef<void()> b);
unsigned broadcast_width();
void on_every_worker(const Label& label, FunctionRef<void(unsigned)> body);

// Keeps the value that was offered with the lowest index. Thread-safe.
template <class T> class LowestIndex {
 public:
  void offer(std::size_t index, T value) {
    std::lock_guard lock(mutex_);
    if (!value_ || index < index_) {
      index_ = index;
      value_.emplace(std::move(value));
    }
  }
  // Once all offers are over.
  T take(T otherwise) { return value_ ? std::move(*value_) : std::move(otherwise); }

 private:
  std::mutex mutex_;
  std::size_t index_ = 0;
  std::optional<T> value_;
};

class FirstFailure {
 public:
  template <class F> void guard(std::size_t index, F&& f) {
    try {
      f();
    } catch (...) {
      lowest_.offer(index, std::current_exception());
    }
  }
  void rethrow() {
    if (std::exception_ptr failure = lowest_.take(nullptr)) {
      std::rethrow_exception(failure);
    }
  }

 private:
  LowestIndex<std::exception_ptr> lowest_;
};

template <class T> bool is_error(const std::optional<T>& result) {
  return result.has_value();
}
inline bool is_error(bool result) {
  return !result;
}
template <class T> T success() {
  if constexpr (std::is_same_v<T, bool>) {
    return true;
  } else {
    return T();
  }
}

// Items by index: the range itself if it has random access, else iterators collected once.
template <class R> class IndexRange {
 public:
  using Iterator = std::ranges::iterator_t<R>;
  static constexpr bool kDirect = std::ranges::random_access_range<R>;

  explicit IndexRange(R& range) : begin_(std::ranges::begin(range)) {
    if constexpr (kDirect) {
      size_ = static_cast<std::size_t>(std::ranges::distance(range));
    } else {
      for (Iterator it = begin_; it != std::ranges::end(range); ++it) {
        iterators_.push_back(it);
      }
      size_ = iterators_.size();
    }
  }
  std::size_t size() const { return size_; }
  decltype(auto) operator[](std::size_t index) const {
    if constexpr (kDirect) {
      return begin_[static_cast<std::iter_difference_t<Iterator>>(index)];
    } else {
      return *iterators_[index];
    }
  }

 private:
  Iterator begin_;
  std::size_t size_ = 0;
  std::vector<Iterator> iterators_;
};

template <class R> IndexRange<std::remove_reference_t<R>> index_range(R& range) {
  return IndexRange<std::remove_reference_t<R>>(range);
}

} // namespace paraudit::detail

#endif
