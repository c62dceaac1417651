// What all guards share: a value that stays locked until the guard dies.
//
// Move-only; a moved-from guard holds nothing. Released on scope exit and while unwinding. map() consumes the guard and
// gives one to a part of the value; the lock stays held until the mapped guard dies, and a mapper that throws releases
// it. Mapped guards map again. A guard belongs to the thread that locked. Cost: two words; in builds without NDEBUG
// also an entry among what the thread must not carry over a wait (pins.h).
#ifndef PARAUDIT_RUNTIME_SYNC_GUARD_H
#define PARAUDIT_RUNTIME_SYNC_GUARD_H

#include "runtime/sync/pins.h"

#include <functional>
#include <type_traits>
#include <utility>

namespace paraudit::detail {

// How a guard lets go.
struct Exclusive {
  template <class Raw> static void release(Raw* raw) { raw->unlock(); }
};
struct Shared {
  template <class Raw> static void release(Raw* raw) { raw->unlock_shared(); }
};

// Value is const for shared guards. Family names the lock below (Raw), how it is let go (Mode) and the guard that map()
// gives to a part of type U (Mapped<U>).
template <class Value, class Family> class GuardCore {
  using Raw = typename Family::Raw;

 public:
  GuardCore(Raw* raw, Value* value) noexcept : raw_(raw), value_(value) {}
  GuardCore(GuardCore&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)), value_(other.value_) {}
  GuardCore& operator=(GuardCore&& other) noexcept {
    GuardCore taken(std::move(other));
    std::swap(raw_, taken.raw_);
    std::swap(value_, taken.value_);
    return *this;
  }
  ~GuardCore() {
    if (raw_ != nullptr) {
      debug_unpin(raw_);
      Family::Mode::release(raw_);
    }
  }

  Value& operator*() const noexcept { return *value_; }
  Value* operator->() const noexcept { return value_; }

  // The guard to the part that `mapper` names: it takes a Value& and returns a reference into it.
  template <class Mapper> auto map(Mapper&& mapper) && {
    static_assert(std::is_lvalue_reference_v<std::invoke_result_t<Mapper, Value&>>,
                  "the mapper returns a reference to a part of the guarded value");
    GuardCore taken(std::move(*this));
    auto& part = std::invoke(std::forward<Mapper>(mapper), *taken.value_);
    using Mapped = typename Family::template Mapped<std::remove_reference_t<decltype(part)>>;
    return Mapped(std::exchange(taken.raw_, nullptr), &part);
  }

 private:
  Raw* raw_;
  Value* value_;
};

} // namespace paraudit::detail
#endif
