#include "runtime/abi/fast_path.h"
#include "runtime/platform/clock.h"

namespace {

// Where a thread that is not recorded points: its key matches nothing, its stack is empty.
paraudit_counter no_counters[2] = {};
paraudit_held no_held[2] = {};
const uint64_t no_chains[2] = {};

} // namespace

extern "C" {

__thread struct paraudit_fast paraudit_fast = {
    no_counters, &no_held[1], &no_held[1], &no_held[1], no_chains, 63, 63, 0, 0};

int paraudit_recording(void) {
  return PARAUDIT_POLICY_NONE;
}
uint64_t paraudit_ticks(void) {
  return paraudit::platform::tsc();
}
uint32_t paraudit_class_of(uint32_t, const char*, const void*, const void*, uint32_t, uint32_t) {
  return 0;
}
void paraudit_acquired_slow(const void*, uint32_t, uint32_t, const void*, uint32_t, uint64_t, uint64_t) {}
uint64_t paraudit_releasing_slow(const void*) {
  return 0;
}
void paraudit_released_slow(const void*, uint64_t, int, uint64_t) {}
void paraudit_released_contended(const void*, struct paraudit_counter*, uint64_t) {}
const struct paraudit_site* paraudit_site_of_address(const void*) {
  return nullptr;
}
uint64_t paraudit_lock_wait_begin(const void*, uint32_t, uint32_t, const struct paraudit_site*) {
  return 0;
}
void paraudit_lock_wait_end(const void*, uint64_t, int) {}
void paraudit_lock_acquired(const void*, uint32_t, uint32_t, const struct paraudit_site*) {}
uint64_t paraudit_lock_releasing(const void*) {
  return 0;
}
void paraudit_lock_released(const void*, uint64_t) {}
void paraudit_lock_name(const void*, uint32_t, const char*, const struct paraudit_site*) {}
void paraudit_lock_forget(const void*) {}
uint64_t paraudit_wait_begin(const void*, uint32_t, uint64_t, const struct paraudit_site*) {
  return 0;
}
void paraudit_wait_end(const void*, uint64_t) {}
void paraudit_signal(const void*, uint32_t, const struct paraudit_site*) {}
uint64_t paraudit_task_spawn(const char*) {
  return 0;
}
void paraudit_task_begin(uint64_t) {}
void paraudit_task_end(uint64_t) {}
void paraudit_task_suspend(uint64_t) {}
void paraudit_task_resume(uint64_t) {}
void paraudit_task_join(uint64_t) {}
void paraudit_key_hash(uint64_t) {}
uint64_t paraudit_thread_create(void) {
  return 0;
}
void paraudit_thread_start(uint64_t) {}
void paraudit_thread_joined(uint64_t) {}
void paraudit_thread_name(const char*) {}
}
