#include "runtime/sync/raw_lock.h"

#include "runtime/platform/futex.h"

namespace paraudit::detail {
namespace {

constexpr int kSpins = 100; // about as long as a short critical section; then the system call is worth it

} // namespace

void RawLockBase::fail_held(const SiteRecord* site) const {
  report_misuse({"lock was already held", site, site_.load(std::memory_order_relaxed), "held since"});
}

void RawLockBase::wait_for_lock() {
  for (int spin = 0; spin < kSpins; ++spin) {
    uint32_t seen = word_.load(std::memory_order_relaxed);
    if (seen == kFree && take())
      return;
    if (seen == kHeldWithWaiters)
      break; // others sleep already: spinning would jump the queue again and again
    platform::spin_pause();
  }
  // Whoever has slept takes the lock as "with waiters": it cannot know that it was the last sleeper.
  while (word_.exchange(kHeldWithWaiters, std::memory_order_acquire) != kFree)
    platform::futex_wait(word_, kHeldWithWaiters);
}

void RawLockBase::lock_contended(const SiteRecord* site, bool recorded) {
  if (!recorded)
    return wait_for_lock();
  uint64_t start = paraudit_ticks();
  wait_for_lock();
  note_acquired_slow(PARAUDIT_EXCLUSIVE, site, start, paraudit_ticks());
  site_.store(site, std::memory_order_relaxed);
}

void RawLockBase::note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start, uint64_t wait_end) {
  uint32_t tag = tag_.load(std::memory_order_relaxed);
  if (tag == kTagUnclassified) {
    tag = paraudit_class_of(PARAUDIT_OBJECT_MUTEX, nullptr, site_.load(std::memory_order_relaxed), site, kSiteForm, 0);
    tag_.store(tag, std::memory_order_relaxed);
  }
  paraudit_acquired_slow(this, tag, mode, site, kSiteForm, wait_start, wait_end);
}

void RawLockBase::unlock_with_clock() {
  uint64_t token = paraudit_releasing_slow(this);
  bool contended = word_.exchange(kFree, std::memory_order_release) == kHeldWithWaiters;
  // From here on the lock may be another's or gone: only its address is used.
  uint64_t now = contended ? paraudit_ticks() : 0;
  if (contended)
    platform::futex_wake(word_, 1);
  paraudit_released_slow(this, token, contended, now);
}

void RawLockBase::wake(paraudit_counter* counter) {
  uint64_t now = counter == nullptr ? 0 : paraudit_ticks();
  platform::futex_wake(word_, 1);
  if (counter != nullptr)
    paraudit_released_contended(this, counter, now);
}

} // namespace paraudit::detail
