#include "runtime/sync/raw_rw_lock.h"

#include "runtime/platform/futex.h"

#include <climits>

namespace paraudit::detail {
namespace {

constexpr int kSpins = 100;

} // namespace

// Spins while a writer holds the lock and nobody sleeps; returns the state seen last.
uint32_t RawRwLockBase::spin_while_written(WaitClock& clock) const {
  uint32_t state = state_.load(std::memory_order_relaxed);
  for (int spin = 0; spin < kSpins && state == kWriter; ++spin) {
    platform::spin_pause();
    clock.read();
    state = state_.load(std::memory_order_relaxed);
  }
  return state;
}

void RawRwLockBase::wait_to_read(WaitClock& clock) {
  uint32_t state = spin_while_written(clock);
  for (;;) {
    if (readable(state)) {
      if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed))
        return;
      continue;
    }
    if ((state & kCount) == kMaxReaders)
      report_misuse({"a read-write lock has too many readers", nullptr, nullptr, ""});
    if ((state & kReadersWait) == 0 &&
        !state_.compare_exchange_weak(state, state | kReadersWait, std::memory_order_relaxed,
                                      std::memory_order_relaxed))
      continue;
    platform::futex_wait(state_, state | kReadersWait);
    clock.read();
    state = spin_while_written(clock);
  }
}

void RawRwLockBase::wait_to_write(WaitClock& clock) {
  uint32_t state = spin_while_written(clock);
  uint32_t others = 0; // kWritersWait once this thread has slept: another writer may sleep too
  for (;;) {
    if (free(state)) {
      if (state_.compare_exchange_weak(state, state | kWriter | others, std::memory_order_acquire,
                                       std::memory_order_relaxed))
        return;
      continue;
    }
    if ((state & kWritersWait) == 0 &&
        !state_.compare_exchange_weak(state, state | kWritersWait, std::memory_order_relaxed,
                                      std::memory_order_relaxed))
      continue;
    others = kWritersWait;
    uint32_t turn = writer_turn_.load(std::memory_order_acquire);
    state = state_.load(std::memory_order_relaxed);
    if (free(state) || (state & kWritersWait) == 0)
      continue;
    platform::futex_wait(writer_turn_, turn);
    clock.read();
    state = spin_while_written(clock);
  }
}

bool RawRwLockBase::wake_writer() {
  writer_turn_.fetch_add(1, std::memory_order_release);
  return platform::futex_wake(writer_turn_, 1) > 0;
}

// The lock is free and somebody waits: a writer first; readers if no writer slept after all.
void RawRwLockBase::wake(uint32_t state) {
  // Should readers join meanwhile, the exchange fails and leaves the new state for the next step.
  if (state == kWritersWait && state_.compare_exchange_strong(state, 0, std::memory_order_relaxed)) {
    wake_writer();
    return;
  }
  if (state == (kReadersWait | kWritersWait)) {
    if (!state_.compare_exchange_strong(state, kReadersWait, std::memory_order_relaxed))
      return; // somebody took the lock: its release wakes
    if (wake_writer())
      return;
    state = kReadersWait;
  }
  if (state == kReadersWait && state_.compare_exchange_strong(state, 0, std::memory_order_relaxed))
    platform::futex_wake(state_, INT_MAX);
}

bool RawRwLockBase::release_read() {
  uint32_t state = state_.fetch_sub(1, std::memory_order_release) - 1;
  bool waited = (state & (kReadersWait | kWritersWait)) != 0;
  if (free(state) && waited)
    wake(state);
  return waited;
}

bool RawRwLockBase::release_write() {
  uint32_t state = state_.fetch_sub(kWriter, std::memory_order_release) - kWriter;
  bool waited = state != 0;
  if (waited)
    wake(state);
  return waited;
}

// Whom it waits for is known before the wait alone: afterwards others may have been let in as well.
void RawRwLockBase::contended(uint32_t mode, Wait wait, const SiteRecord* site, bool recorded) {
  WaitClock clock{recorded, 0};
  if (!recorded)
    return (this->*wait)(clock);
  const SiteRecord* holder = site_.load(std::memory_order_relaxed);
  uint64_t start = clock.now = paraudit_lock_waiting(this, tag_.load(std::memory_order_relaxed), mode, site, kSiteForm);
  (this->*wait)(clock);
  note_acquired_slow(mode, site, start, clock.now, holder);
}

void RawRwLockBase::read_contended(const SiteRecord* site, bool recorded) {
  contended(PARAUDIT_SHARED, &RawRwLockBase::wait_to_read, site, recorded);
}

void RawRwLockBase::write_contended(const SiteRecord* site, bool recorded) {
  contended(PARAUDIT_EXCLUSIVE, &RawRwLockBase::wait_to_write, site, recorded);
}

void RawRwLockBase::note_acquired(uint32_t tag, uint32_t mode, const SiteRecord* site) {
  uint64_t chain = 0;
  if (paraudit_counter* counter = paraudit_fast_probe(tag, mode, site, &chain)) [[likely]]
    paraudit_fast_commit(this, counter, chain);
  else
    return note_acquired_slow(mode, site);
  site_.store(site, std::memory_order_relaxed);
}

[[gnu::noinline]] void RawRwLockBase::note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start,
                                                         uint64_t wait_end, const SiteRecord* holder) {
  if (wait_end == 0 && paraudit_timed_acquired(this, tag_.load(std::memory_order_relaxed), mode, site))
    return site_.store(site, std::memory_order_relaxed);
  uint32_t tag = classified(tag_, PARAUDIT_OBJECT_RWLOCK, site_.load(std::memory_order_relaxed), site);
  paraudit_acquired_slow(this, tag, mode, site, kSiteForm, wait_start, wait_end, holder);
  site_.store(site, std::memory_order_relaxed);
}

void RawRwLockBase::unlock_recorded(bool shared) {
  paraudit_counter* counter = paraudit_fast_releasing(this);
  bool contended = shared ? release_read() : release_write();
  if (counter == nullptr) {
    if (contended || !paraudit_timed_released(this))
      paraudit_unlocked_slow(this, contended, 0);
  } else if (contended)
    paraudit_released_contended(this, counter, nullptr, 0);
}

} // namespace paraudit::detail
