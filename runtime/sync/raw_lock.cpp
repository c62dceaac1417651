#include "runtime/sync/raw_lock.h"

#include "runtime/platform/futex.h"

namespace paraudit::detail {
namespace {

constexpr int kSpins = 100; // about as long as a short critical section; then the system call is worth it

} // namespace

void RawLockBase::fail_held(const SiteRecord* site) const {
  report_misuse({"lock was already held", site, site_.load(std::memory_order_relaxed), "held since"});
}

void RawLockBase::wait_for_lock(bool recorded) {
  for (int spin = 0; spin < kSpins; ++spin) {
    uint32_t seen = word_.load(std::memory_order_relaxed);
    if (seen == kFree && take())
      return;
    if (seen == kHeldWithSleepers)
      break; // others sleep already: spinning would jump the queue again and again
    if (seen == kHeld && recorded)
      word_.compare_exchange_strong(seen, kHeldWithSpinners, std::memory_order_relaxed);
    platform::spin_pause();
  }
  // Whoever has slept takes the lock as "with sleepers": it cannot know that it was the last one.
  while (word_.exchange(kHeldWithSleepers, std::memory_order_acquire) != kFree)
    platform::futex_wait(word_, kHeldWithSleepers);
}

void RawLockBase::lock_contended() {
  wait_for_lock(false);
}

// The common case saves no register: every other one is a tail call.
void RawLockBase::lock_recorded(uint32_t tag, const SiteRecord* site) {
  uint64_t chain = 0;
  paraudit_counter* counter = paraudit_fast_probe(tag, PARAUDIT_EXCLUSIVE, site, &chain);
  if (!take()) [[unlikely]]
    return lock_recorded_contended(site, counter, chain);
  if (counter == nullptr) [[unlikely]]
    return note_acquired_slow(PARAUDIT_EXCLUSIVE, site);
  paraudit_fast_commit(this, counter, chain);
  site_.store(site, std::memory_order_relaxed);
}

// Once the lock is held others may wait for it: what can be done later is.
[[gnu::noinline]] void RawLockBase::lock_recorded_contended(const SiteRecord* site, paraudit_counter* counter,
                                                            uint64_t chain) {
  uint64_t start =
      paraudit_lock_waiting(this, tag_.load(std::memory_order_relaxed), PARAUDIT_EXCLUSIVE, site, kSiteForm);
  wait_for_lock(true);
  if (counter == nullptr)
    return note_acquired_slow(PARAUDIT_EXCLUSIVE, site, start, paraudit_ticks());
  paraudit_fast_commit_waited(this, counter, chain, start, paraudit_ticks());
  site_.store(site, std::memory_order_relaxed);
}

bool RawLockBase::try_lock_recorded(uint32_t tag, const SiteRecord* site) {
  constexpr uint32_t kMode = PARAUDIT_EXCLUSIVE | PARAUDIT_TRY;
  uint64_t chain = 0;
  paraudit_counter* counter = paraudit_fast_probe(tag, kMode, site, &chain);
  if (!take())
    return false;
  if (counter == nullptr) {
    note_acquired_slow(kMode, site);
    return true;
  }
  paraudit_fast_commit(this, counter, chain);
  site_.store(site, std::memory_order_relaxed);
  return true;
}

[[gnu::noinline]] void RawLockBase::note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start,
                                                       uint64_t wait_end) {
  uint32_t tag = tag_.load(std::memory_order_relaxed);
  if (tag == kTagUnclassified) {
    tag = paraudit_class_of(PARAUDIT_OBJECT_MUTEX, nullptr, site_.load(std::memory_order_relaxed), site, kSiteForm, 0);
    tag_.store(tag, std::memory_order_relaxed);
  }
  paraudit_acquired_slow(this, tag, mode, site, kSiteForm, wait_start, wait_end);
  site_.store(site, std::memory_order_relaxed);
}

// Wakes a sleeper if there may be one. True if somebody waited: a thread on its way to sleep is missed, rarely.
bool RawLockBase::hand_over(uint32_t before) noexcept {
  if (before == kHeldWithSleepers)
    return platform::futex_wake(word_, 1) != 0;
  return before == kHeldWithSpinners;
}

void RawLockBase::unlock_recorded() noexcept {
  paraudit_counter* counter = paraudit_fast_releasing(this);
  if (counter == nullptr) [[unlikely]]
    return unlock_with_clock();
  uint32_t before = word_.exchange(kFree, std::memory_order_release);
  if (before != kHeld) [[unlikely]]
    return released_to_waiters(before, counter);
}

// In both, once the word is free the lock may be another's or gone: only its address is used.
[[gnu::noinline]] void RawLockBase::unlock_with_clock() noexcept {
  uint32_t before = word_.exchange(kFree, std::memory_order_release);
  uint64_t now = before == kHeld ? 0 : paraudit_ticks();
  bool contended = hand_over(before);
  paraudit_unlocked_slow(this, contended, now);
}
[[gnu::noinline]] void RawLockBase::released_to_waiters(uint32_t before, paraudit_counter* counter) noexcept {
  uint64_t now = paraudit_ticks();
  if (hand_over(before))
    paraudit_released_contended(this, counter, now);
}

void RawLockBase::wake() noexcept {
  hand_over(kHeldWithSleepers);
}

} // namespace paraudit::detail
