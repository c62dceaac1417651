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

// Binary logarithm of 1 / (random / 2^32), times 2^16, to a hundredth: linear between powers of two, and bent.
uint64_t logarithm(uint32_t random) {
  uint64_t zeros = random == 0 ? 31 : static_cast<uint32_t>(__builtin_clz(random));
  uint64_t fraction = (uint64_t{random} << (zeros + 1) & 0xffffffffu) >> 16;
  return ((zeros + 1) << 16) - fraction - (fraction * (0x10000 - fraction) >> 16) * 22544 / 0x10000;
}

// Geometric: each update is as likely to be looked at as any other, however long ago the last one was. A look takes
// time and puts threads out of step, so that the updates right after it meet others less often; a period that is
// uniform would see those too seldom.
uint32_t next_countdown(ThreadState& state, AtomicUse& mine) {
  mine.random = mine.random * 1664525u + 1013904223u + 2 * state.index; // Knuth's and Lewis's generator
  uint64_t period = recorder().options.atomic_period;
  return period == 1 ? 1
                     : 1 + static_cast<uint32_t>(logarithm(mine.random) * (2 * period - 1) * 45426 / 2 >> 32); // ln 2
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
