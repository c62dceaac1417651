#include "runtime/sync/pins.h"

#include "runtime/sync/misuse.h"

#include <algorithm>
#include <functional>

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

const Pin* PinList::newest_in(const void* begin, const void* end) const {
  for (std::size_t i = named_; i-- > 0;)
    if (std::greater_equal<>()(pins_[i].object, begin) && std::less<>()(pins_[i].object, end))
      return &pins_[i];
  return nullptr;
}

void check_not_held(const void* lock, bool shared, SourceLocation location) {
  const Pin* held = thread_pins().newest_in(lock, static_cast<const char*>(lock) + 1);
  if (held != nullptr && !(shared && held->what == Pin::kShared) && paraudit_recording() == 0)
    fail_held(site_record(location), held->since);
}

void check_index_order(const void* begin, const void* end, SourceLocation location) {
  const Pin* held = thread_pins().newest_in(begin, end);
  if (held != nullptr && paraudit_recording() == 0)
    report_misuse({"a shard was locked while a later one is held", site_record(location), held->since, "held since"});
}

} // namespace paraudit::detail
