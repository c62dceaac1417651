#include "runtime/sync/raw_lock.h"

#include "runtime/platform/futex.h"

namespace paraudit::detail {
namespace {

constexpr int kSpins = 100; // about as long as a short critical section; then the system call is worth it

} // namespace

// The wait itself. Timed: returns the clock as it was read last before the lock was seen free, so that nobody reads a
// clock while he holds what others wait for; the wait's end is early by one look at most.
template <bool kTimed> uint64_t RawLockBase::wait_for_lock(uint64_t now) {
  for (int spin = 0; spin < kSpins; ++spin) {
    uint32_t seen = word_.load(std::memory_order_relaxed);
    if (seen == kFree && take())
      return now;
    if (seen == kHeldWithSleepers)
      break; // others sleep already: spinning would jump the queue again and again
    platform::spin_pause();
    if (kTimed)
      now = paraudit_ticks();
  }
  // Whoever has slept takes the lock as "with sleepers": it cannot know that it was the last one.
  while (word_.exchange(kHeldWithSleepers, std::memory_order_acquire) != kFree) {
    platform::futex_wait(word_, kHeldWithSleepers);
    if (kTimed)
      now = paraudit_ticks();
  }
  return now;
}

void RawLockBase::lock_contended() {
  wait_for_lock<false>(0);
}

// The common case saves no register: every other one is a tail call.
void RawLockBase::lock_recorded(uint32_t tag, const SiteRecord* site) {
  uint64_t chain = 0;
  paraudit_counter* counter = paraudit_fast_probe(tag, PARAUDIT_EXCLUSIVE, site, &chain);
  if (counter == nullptr) [[unlikely]]
    return lock_with_clock(tag, site);
  if (!take()) [[unlikely]]
    return lock_recorded_contended(site, counter, chain);
  paraudit_fast_commit(this, counter, chain);
  site_.store(site, std::memory_order_relaxed);
}

// What the inline path cannot do: in a timeline that is every acquisition, so that its common case is short too.
[[gnu::noinline]] void RawLockBase::lock_with_clock(uint32_t tag, const SiteRecord* site) {
  uint64_t chain = 0;
  paraudit_counter* counter = paraudit_timed_probe(tag, PARAUDIT_EXCLUSIVE, site, &chain);
  if (!take()) [[unlikely]]
    return lock_recorded_contended(site, nullptr, 0);
  if (counter == nullptr)
    return note_acquired_slow(PARAUDIT_EXCLUSIVE, site);
  site_.store(site, std::memory_order_relaxed);
  paraudit_timed_commit(this, counter, chain);
}

// Once the lock is held others may wait for it: what can be done before or later is. The waiter itself notes at which
// site the lock was held until it got it, so that whoever spins need not tell the holder, which would cost both a
// transfer of the lock's line.
[[gnu::noinline]] void RawLockBase::lock_recorded_contended(const SiteRecord* site, paraudit_counter* counter,
                                                            uint64_t chain) {
  uint64_t start =
      paraudit_lock_waiting(this, tag_.load(std::memory_order_relaxed), PARAUDIT_EXCLUSIVE, site, kSiteForm);
  uint64_t end = wait_for_lock<true>(start);
  const SiteRecord* holder = site_.load(std::memory_order_relaxed);
  if (counter == nullptr)
    return note_acquired_slow(PARAUDIT_EXCLUSIVE, site, start, end, holder);
  paraudit_fast_commit_waited(this, counter, chain, start, end, holder, kSiteForm);
  site_.store(site, std::memory_order_relaxed);
}

bool RawLockBase::try_lock_recorded(uint32_t tag, const SiteRecord* site) {
  constexpr uint32_t kMode = PARAUDIT_EXCLUSIVE | PARAUDIT_TRY;
  uint64_t chain = 0;
  paraudit_counter* counter = paraudit_fast_probe(tag, kMode, site, &chain);
  if (!take())
    return false;
  if (counter == nullptr) {
    if (!paraudit_timed_acquired(this, tag, kMode, site))
      note_acquired_slow(kMode, site);
    site_.store(site, std::memory_order_relaxed);
    return true;
  }
  paraudit_fast_commit(this, counter, chain);
  site_.store(site, std::memory_order_relaxed);
  return true;
}

[[gnu::noinline]] void RawLockBase::note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start,
                                                       uint64_t wait_end, const SiteRecord* holder) {
  uint32_t tag = classified(tag_, PARAUDIT_OBJECT_MUTEX, site_.load(std::memory_order_relaxed), site);
  paraudit_acquired_slow(this, tag, mode, site, kSiteForm, wait_start, wait_end, holder);
  site_.store(site, std::memory_order_relaxed);
}

void RawLockBase::unlock_recorded() noexcept {
  if (!paraudit_fast_is_top(this)) [[unlikely]]
    return unlock_with_clock();
  paraudit_counter* counter = paraudit_fast_pop();
  if (word_.exchange(kFree, std::memory_order_release) != kHeld) [[unlikely]]
    return released_to_waiters(counter);
}

// In all, once the word is free the lock may be another's or gone: only its address is used. A thread on its way to
// sleep is missed, rarely: then nobody is woken, and no release is written.
[[gnu::noinline]] void RawLockBase::unlock_with_clock() noexcept {
  uint32_t before = word_.exchange(kFree, std::memory_order_release);
  if (before == kHeld && paraudit_timed_released(this))
    return;
  uint64_t now = before == kHeld ? 0 : paraudit_ticks();
  bool contended = before != kHeld && platform::futex_wake(word_, 1) != 0;
  paraudit_unlocked_slow(this, contended, now);
}
[[gnu::noinline]] void RawLockBase::released_to_waiters(paraudit_counter* counter) noexcept {
  uint64_t now = paraudit_ticks();
  if (platform::futex_wake(word_, 1) != 0)
    paraudit_released_contended(this, counter, nullptr, now);
}

void RawLockBase::wake() noexcept {
  platform::futex_wake(word_, 1);
}

} // namespace paraudit::detail
