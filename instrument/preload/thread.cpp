// pthread_create and pthread_join: who started whom, who waited for whom. std::thread and std::async end here.
#include "instrument/preload/acquire.h"
#include "instrument/preload/memory.h"
#include "instrument/preload/site.h"

#include <atomic>
#include <cstring>
#include <stdlib.h>

using namespace paraudit::preload;

namespace paraudit::preload {

__thread ThreadState thread_state = {};
__thread KnownLocks known_locks = {};
constinit std::atomic<uint32_t> KnownLocks::generations[kGenerations] = {};

} // namespace paraudit::preload

__thread const paraudit_site* paraudit_call_site = nullptr;

namespace {

/// Tokens of threads that were not joined yet, by pthread_t. Lock-free, fixed size, with room for twice the threads
/// that the recorder can have; one that finds none all the same is started and joined as ever, only its join is not
/// recorded. A detached thread's entry is taken over when its pthread_t is reused.
class TokenTable {
 public:
  void put(pthread_t thread, uint64_t token) {
    for (size_t probe = 0; probe < kCapacity; ++probe) {
      Entry& entry = at(thread, probe);
      uint64_t key = entry.key.load(std::memory_order_acquire);
      if (key == thread || (key == 0 && entry.key.compare_exchange_strong(key, thread)) || key == thread) {
        entry.token.store(token, std::memory_order_release);
        return;
      }
    }
  }
  /// 0 when not known.
  uint64_t take(pthread_t thread) {
    for (size_t probe = 0; probe < kCapacity; ++probe) {
      Entry& entry = at(thread, probe);
      uint64_t key = entry.key.load(std::memory_order_acquire);
      if (key == thread)
        return entry.token.exchange(0, std::memory_order_acq_rel);
      if (key == 0)
        return 0;
    }
    return 0;
  }

 private:
  static constexpr unsigned kCapacityBits = 17;
  static constexpr size_t kCapacity = size_t{1} << kCapacityBits;
  struct Entry {
    std::atomic<uint64_t> key;
    std::atomic<uint64_t> token;
  };
  Entry& at(pthread_t thread, size_t probe) {
    return entries_[((thread * 0x9e3779b97f4a7c15ull >> (64 - kCapacityBits)) + probe) % kCapacity];
  }
  Entry entries_[kCapacity] = {};
};

constinit TokenTable tokens;

struct Start {
  void* (*function)(void*);
  void* argument;
  uint64_t token;
  size_t stack_bytes;
};

/// A stack is used again by the next thread: locks on it are gone. The C library keeps a thread's own data at the top
/// of its stack: where that is, less the size, and a little above, is surely no other thread's.
void forget_stack(size_t bytes) {
  constexpr uintptr_t kAboveOwnData = 8192;
  uintptr_t bottom = static_cast<uintptr_t>(pthread_self()) + kAboveOwnData - bytes;
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (bytes > kAboveOwnData && bottom < here)
    forget_memory(reinterpret_cast<const void*>(bottom), here - bottom);
}

void* start_thread(void* argument) {
  Start start = *static_cast<Start*>(argument);
  free(argument);
  forget_stack(start.stack_bytes);
  if (start.token != 0) // else it is not recorded
    tokens.put(pthread_self(), start.token);
  {
    Inside inside;
    paraudit_thread_start(start.token);
  }
  return start.function(start.argument);
}

struct JoinWait {
  pthread_t thread;
  uint64_t token;
};

void end_join_wait(void* argument) {
  auto& wait = *static_cast<JoinWait*>(argument);
  Inside inside;
  paraudit_wait_end(reinterpret_cast<const void*>(wait.thread), wait.token);
}

/// The token is taken before the join where it can be: afterwards the pthread_t may be another thread's already. A
/// thread that has not run yet puts its token in later, but before it ends. A cancelled join ends the wait and joins
/// nothing.
template <typename Join> int join_thread(pthread_t thread, const paraudit_site* site, Join join) {
  uint64_t joined = tokens.take(thread);
  JoinWait wait{thread, 0};
  {
    Inside inside;
    wait.token = paraudit_wait_begin(reinterpret_cast<const void*>(thread), PARAUDIT_OBJECT_THREAD, 0, site);
  }
  int result;
  pthread_cleanup_push(end_join_wait, &wait);
  result = join();
  pthread_cleanup_pop(1);
  if (result == 0 && joined == 0)
    joined = tokens.take(thread);
  if (joined == 0)
    return result;
  if (result != 0) {
    tokens.put(thread, joined);
    return result;
  }
  Inside inside;
  paraudit_thread_joined(joined);
  return 0;
}

} // namespace

namespace {

size_t default_stack_bytes = 0;

__attribute__((constructor)) void find_default_stack_bytes() {
  pthread_attr_t defaults;
  if (pthread_getattr_default_np(&defaults) != 0)
    return;
  pthread_attr_getstacksize(&defaults, &default_stack_bytes);
  pthread_attr_destroy(&defaults);
}

/// What a thread is made with: as the program says, but that a small stack is as much larger as the recorder needs at
/// a thread's beginning and end. A stack that the program brings is left as it is.
class Attributes {
 public:
  explicit Attributes(const pthread_attr_t* given) : used_(given) {
    size_t brought_size = 0;
    void* brought = nullptr;
    if (given == nullptr || pthread_attr_getstacksize(given, &stack_bytes_) != 0 || stack_bytes_ >= kEnough ||
        (pthread_attr_getstack(given, &brought, &brought_size) == 0 && is_set(brought, brought_size)))
      return;
    std::memcpy(&own_, given, sizeof(own_)); // glibc's: what it points to stays the program's
    if (pthread_attr_setstacksize(&own_, stack_bytes_ + kNeeded) == 0)
      used_ = &own_;
  }
  Attributes(const Attributes&) = delete;
  const pthread_attr_t* get() const { return used_; }
  /// At most what the stack has; a small one's addition is left out.
  size_t stack_bytes() const { return stack_bytes_; }

 private:
  static constexpr size_t kNeeded = 64 * 1024, kEnough = 2 * kNeeded;
  /// Without a stack of its own glibc answers with an address that is 0 less the size.
  static bool is_set(const void* address, size_t size) {
    return reinterpret_cast<uintptr_t>(address) + size != 0 && address != nullptr;
  }

  const pthread_attr_t* used_;
  pthread_attr_t own_;
  size_t stack_bytes_ = default_stack_bytes;
};

} // namespace

PARAUDIT_INTERPOSE pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*function)(void*),
                                  void* argument) noexcept {
  Start* start = recording() ? static_cast<Start*>(malloc(sizeof(Start))) : nullptr;
  if (!start)
    return PARAUDIT_CALL_REAL(pthread_create)(thread, attributes, function, argument);
  Attributes own(attributes);
  {
    Inside inside;
    *start = {function, argument, paraudit_thread_create(), own.stack_bytes()};
  }
  int result = PARAUDIT_CALL_REAL(pthread_create)(thread, own.get(), start_thread, start);
  if (result != 0)
    free(start);
  return result;
}

PARAUDIT_INTERPOSE pthread_join(pthread_t thread, void** value) {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_join)(thread, value);
  return join_thread(thread, PARAUDIT_HERE, [=] { return PARAUDIT_CALL_REAL(pthread_join)(thread, value); });
}

PARAUDIT_INTERPOSE pthread_tryjoin_np(pthread_t thread, void** value) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_tryjoin_np)(thread, value);
  return join_thread(thread, PARAUDIT_HERE, [=] { return PARAUDIT_CALL_REAL(pthread_tryjoin_np)(thread, value); });
}

PARAUDIT_INTERPOSE pthread_timedjoin_np(pthread_t thread, void** value, const timespec* deadline) {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_timedjoin_np)(thread, value, deadline);
  return join_thread(thread, PARAUDIT_HERE,
                     [=] { return PARAUDIT_CALL_REAL(pthread_timedjoin_np)(thread, value, deadline); });
}

PARAUDIT_INTERPOSE pthread_clockjoin_np(pthread_t thread, void** value, clockid_t clock, const timespec* deadline) {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_clockjoin_np)(thread, value, clock, deadline);
  return join_thread(thread, PARAUDIT_HERE,
                     [=] { return PARAUDIT_CALL_REAL(pthread_clockjoin_np)(thread, value, clock, deadline); });
}
