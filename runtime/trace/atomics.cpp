// Atomic updates, where the program was built to tell of them (paraudit-clang --atomics). Those that succeed are
// sampled at random and stand for as many as the sample's period; a compare-and-swap that fails has met another thread,
// so each is counted, and the time from the first failure to the success is a wait.

#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

struct AtomicUse {
  uint32_t countdown; // updates until the next that is recorded
  uint32_t random;
  const void* retried; // the variable that this thread last failed to update
  uint64_t failed_at;  // ticks of the first failure, then of the last
  uint64_t wait_start;
};
__thread AtomicUse atomic_use __attribute__((tls_model("initial-exec")));

// A thread that comes back later than that was not retrying: it had something else to do.
constexpr uint64_t kRetryTicks = 300000; // about 0.1 ms

// Uniform, so that updates that take turns are seen alike.
uint32_t next_countdown(ThreadState& state, AtomicUse& mine) {
  mine.random = mine.random * 1664525u + 1013904223u + state.index; // Knuth's and Lewis's generator
  auto period = static_cast<uint32_t>(recorder().options.atomic_period);
  return 1 + static_cast<uint32_t>(uint64_t{mine.random} * (2 * period - 1) >> 32);
}

paraudit_counter* counter_of(ThreadState& state, const paraudit_site* site) {
  uint32_t first_site = site->lock_name == nullptr ? site_id(site, PARAUDIT_SITE_RECORD) : 0;
  uint32_t id = class_id(PARAUDIT_OBJECT_ATOMIC, site->lock_name, 0, first_site, 0);
  return find_counter(state, site, PARAUDIT_SITE_RECORD, id, PARAUDIT_EXCLUSIVE);
}

void add_failure(ThreadState& state, AtomicUse& mine, const paraudit_site* site, const void* variable) {
  uint64_t now = now_ticks();
  if (mine.retried != variable || now - mine.failed_at > kRetryTicks)
    mine.wait_start = now;
  mine.retried = variable;
  mine.failed_at = now;
  paraudit_counter* counter = counter_of(state, site);
  ++counter->acquisitions;
  ++counter->contended;
}

void end_retries(ThreadState& state, AtomicUse& mine, const paraudit_site* site, const void* variable) {
  uint64_t now = now_ticks();
  mine.retried = nullptr;
  paraudit_counter* counter = counter_of(state, site);
  ++counter->acquisitions;
  if (now - mine.failed_at > kRetryTicks)
    return;
  counter->wait_ticks += now - mine.wait_start;
  uint32_t slot = 0;
  if (slot_of(state, counter, slot))
    write_record(state, PARAUDIT_RECORD_OBJECT_WAIT, 0, now,
                 paraudit_span(slot, paraudit_instance(variable), now - mine.wait_start));
  anchor_clock(now);
}

} // namespace
} // namespace paraudit::trace

using namespace paraudit::trace;

void paraudit_atomic(const paraudit_site* site, const void* variable, uint32_t failed) {
  AtomicUse& mine = atomic_use;
  bool retried = mine.retried == variable;
  if (!failed && !retried && mine.countdown > 1) {
    --mine.countdown;
    return;
  }
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  if (failed)
    return add_failure(*entry, mine, site, variable);
  if (retried)
    return end_retries(*entry, mine, site, variable);
  if (mine.countdown == 1)
    counter_of(*entry, site)->acquisitions += recorder().options.atomic_period;
  mine.countdown = next_countdown(*entry, mine);
}
