// A value or a message for the user: what functions of the checker return that can fail on bad input.
//
// Thread-safety: a value type. Errors: asking a failed result for its value is a bug and asserts.
#ifndef PARAUDIT_CHECKER_FACTS_RESULT_H
#define PARAUDIT_CHECKER_FACTS_RESULT_H

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace paraudit::facts {

// Names the file (and, where there is one, the byte offset or line), what is wrong and what to do about it.
struct Error {
  std::string message;
};

template <class T> class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const std::string& error() const {
    assert(!ok());
    return std::get_if<1>(&state_)->message;
  }

 private:
  std::variant<T, Error> state_;
};

} // namespace paraudit::facts

#endif
