// A test double for libparaudit-recorder.so: counts every hook call by event, object kind, mode and site, and writes
// the counts when the process ends to the file that PARAUDIT_COUNTS names. One tab-separated line each:
//   event  kind  mode  file:line:column  function  lock_name  module+offset  count
// Own atomics only, so that it says nothing about the locks it counts.
#include "runtime/abi/fast_path.h"
#include "runtime/abi/hooks.h"
#include "runtime/abi/lock_memory.h"
#include "runtime/abi/trace_format.h"

#include <atomic>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct paraudit_lock_pages paraudit_lock_pages; // none: so the program's free() is left alone

namespace {

constexpr size_t kSlots = 1 << 14;

struct Count {
  std::atomic<uint64_t> key; // 0: free
  const char* event;
  uint32_t kind, mode;
  const paraudit_site* site;
  std::atomic<uint64_t> calls;
};

constinit Count counts[kSlots] = {};
constinit paraudit_site address_sites[kSlots] = {};
constinit std::atomic<uint64_t> next_thread{1};

void count(const char* event, uint32_t kind, uint32_t mode, const paraudit_site* site) {
  kind &= ~uint32_t{PARAUDIT_KIND_READERS_PASS};
  uint64_t key = paraudit_mix(reinterpret_cast<uint64_t>(site) ^ (uint64_t{kind} << 56) ^ (uint64_t{mode} << 52) ^
                              paraudit_mix(reinterpret_cast<uint64_t>(event))) |
                 1;
  for (size_t i = key % kSlots;; i = (i + 1) % kSlots) {
    uint64_t found = counts[i].key.load();
    if (found == 0 && counts[i].key.compare_exchange_strong(found, key)) {
      counts[i].event = event;
      counts[i].kind = kind;
      counts[i].mode = mode;
      counts[i].site = site;
      found = key;
    }
    if (found == key) {
      counts[i].calls++;
      return;
    }
  }
}

void print(FILE* out, const Count& each) {
  paraudit_site none = {};
  const paraudit_site& site = each.site ? *each.site : none;
  Dl_info info = {};
  if (site.address)
    dladdr(reinterpret_cast<const void*>(site.address), &info);
  fprintf(out, "%s\t%u\t%u\t%s:%u:%u\t%s\t%s\t", each.event, each.kind, each.mode, site.file ? site.file : "",
          site.line, site.column, site.function ? site.function : "", site.lock_name ? site.lock_name : "");
  if (info.dli_fname)
    fprintf(out, "%s+0x%lx", info.dli_fname, site.address - reinterpret_cast<uint64_t>(info.dli_fbase));
  fprintf(out, "\t%lu\n", each.calls.load());
}

__attribute__((destructor)) void write_counts() {
  const char* path = getenv("PARAUDIT_COUNTS");
  FILE* out = path ? fopen(path, "w") : nullptr;
  if (!out)
    return;
  for (const Count& each : counts)
    if (each.key.load())
      print(out, each);
  fclose(out);
}

paraudit_counter no_counter = {};
paraudit_held no_entry[2] = {};

} // namespace

// As for a thread that is not recorded: the inline path finds nothing and calls us.
__thread paraudit_fast_state paraudit_fast = {
    &no_counter, &no_entry[1], &no_entry[1], &no_entry[1], nullptr, 63, 63, 0, 0,
    0,           nullptr,      nullptr,      nullptr,      0,       0,  0};

const paraudit_site* paraudit_site_of_address(const void* address) {
  auto wanted = reinterpret_cast<uint64_t>(address);
  for (size_t i = paraudit_mix(wanted) % kSlots;; i = (i + 1) % kSlots) {
    uint64_t found = 0;
    if (__atomic_compare_exchange_n(&address_sites[i].address, &found, wanted, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST) ||
        found == wanted)
      return &address_sites[i];
  }
}

int paraudit_recording(void) {
  static const bool recording = getenv("PARAUDIT_RECORD") != nullptr;
  return recording;
}

void paraudit_confine(uint32_t confinement) {
  count("confine", 0, confinement, nullptr);
}
void paraudit_not_recorded(void) {
  count("not_recorded", 0, 0, nullptr);
}

uint64_t paraudit_lock_wait_begin(const void*, uint32_t kind, uint32_t mode, const paraudit_site* site) {
  count("lock_wait_begin", kind, mode, site);
  return 1;
}
void paraudit_lock_wait_end(const void*, uint64_t, int acquired) {
  count("lock_wait_end", 0, acquired, nullptr);
}
void paraudit_lock_acquired(const void*, uint32_t kind, uint32_t mode, const paraudit_site* site) {
  count("lock_acquired", kind, mode, site);
}
uint64_t paraudit_lock_releasing(const void*) {
  count("lock_releasing", 0, 0, nullptr);
  return 1;
}
void paraudit_lock_released(const void*, uint64_t) {
  count("lock_released", 0, 0, nullptr);
}
int paraudit_is_waited_for(const void*) {
  return 0; // nothing is taken by the inline path
}
void paraudit_released_contended(const void*, paraudit_counter*, void*, uint64_t) {
  count("released_contended", 0, 0, nullptr);
}
void paraudit_lock_name(const void*, uint32_t kind, const char*, const paraudit_site* site) {
  count("lock_name", kind, 0, site);
}
void paraudit_lock_forget(const void*) {
  count("lock_forget", 0, 0, nullptr);
}
uint32_t paraudit_memory_forget(const void*, uint64_t) {
  return 0;
}

uint64_t paraudit_wait_begin(const void*, uint32_t kind, uint64_t, const paraudit_site* site) {
  count("wait_begin", kind, 0, site);
  return 1;
}
void paraudit_wait_end(const void*, uint64_t) {
  count("wait_end", 0, 0, nullptr);
}
void paraudit_signal(const void*, uint32_t kind, const paraudit_site* site) {
  count("signal", kind, 0, site);
}

void paraudit_object_owned(const void*) {
  count("object_owned", 0, 0, nullptr);
}
void paraudit_object_disowned(const void*) {
  count("object_disowned", 0, 0, nullptr);
}

uint64_t paraudit_ticks(void) {
  return __builtin_ia32_rdtsc();
}
void paraudit_atomic(const paraudit_site* site, const void*, uint32_t failed) {
  count("atomic", 0, failed, site);
}
void paraudit_handover(const void*, uint32_t flags) {
  count("handover", 0, flags, nullptr);
}
void paraudit_watch_states(paraudit_watched_state*, uint64_t) {}
void paraudit_watch(const paraudit_watch_point* point, const void*) {
  count("watch", point->flags, 0, point->site);
}

uint64_t paraudit_thread_create(void) {
  count("thread_create", 0, 0, nullptr);
  return next_thread++;
}
void paraudit_thread_start(uint64_t) {
  count("thread_start", 0, 0, nullptr);
}
void paraudit_thread_joined(uint64_t) {
  count("thread_joined", 0, 0, nullptr);
}
