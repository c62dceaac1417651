#include "runtime/sync/pins.h"

#include <algorithm>

namespace paraudit::detail {
namespace {

constinit thread_local PinList pins_of_thread{};

} // namespace

[[gnu::noinline]] PinList& thread_pins() {
  asm volatile("" ::: "memory");
  return pins_of_thread;
}

void PinList::add(const Pin& pin) {
  if (named_ < kMostNamed)
    pins_[named_++] = pin;
  else
    ++unnamed_;
}

void PinList::remove(const void* object) {
  for (std::size_t i = named_; i-- > 0;)
    if (pins_[i].object == object) {
      std::copy(pins_ + i + 1, pins_ + named_, pins_ + i);
      --named_;
      return;
    }
  unnamed_ -= unnamed_ != 0;
}

} // namespace paraudit::detail
