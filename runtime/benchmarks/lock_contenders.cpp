#include "runtime/benchmarks/lock_contenders.h"

#include <pthread.h>

#include <mutex>
#include <shared_mutex>

#include <oneapi/tbb/queuing_mutex.h>
#include <oneapi/tbb/queuing_rw_mutex.h>
#include <oneapi/tbb/spin_mutex.h>
#include <oneapi/tbb/spin_rw_mutex.h>
#include <oneapi/tbb/version.h>
#if TBB_INTERFACE_VERSION >= 12050
#include <oneapi/tbb/mutex.h>
#include <oneapi/tbb/rw_mutex.h>
#endif
#ifdef PARAUDIT_BENCHMARK_ABSEIL
#include <absl/synchronization/mutex.h>
#endif

#include "runtime/platform/clock.h"
#include "runtime/sync/sync.h"

namespace paraudit::bench {
namespace {

constexpr std::size_t kLine = 64;
// Else the compiler puts some of the contenders into the measuring loops and calls others.
#define PARAUDIT_INLINE [[gnu::always_inline]]

template <class Mutex, class Guard = std::lock_guard<Mutex>> struct Single {
  alignas(kLine) Mutex mutex;
  long value = 0;
  PARAUDIT_INLINE void operator()() {
    Guard guard(mutex);
    keep(++value);
  }
};
template <class Mutex, class Guard = std::lock_guard<Mutex>> struct Nested {
  alignas(kLine) Mutex outer;
  alignas(kLine) Mutex inner;
  long value = 0;
  PARAUDIT_INLINE void operator()() {
    Guard guard(outer);
    Guard second(inner);
    keep(++value);
  }
};

template <class Mutex, bool kWrite> struct TbbGuard {
  explicit TbbGuard(Mutex& mutex) : lock(mutex, kWrite) {}
  typename Mutex::scoped_lock lock;
};

struct PthreadMutex {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  void lock() { pthread_mutex_lock(&mutex); }
  void unlock() { pthread_mutex_unlock(&mutex); }
};

template <class Recording> struct Ours {
  alignas(kLine) Lock<long, Recording> lock{0, "bench::outer"};
  PARAUDIT_INLINE void operator()() { keep(++*lock.lock()); }
};
template <class Recording> struct OursNested {
  alignas(kLine) Lock<long, Recording> outer{0, "bench::outer"};
  alignas(kLine) Lock<long, Recording> inner{0, "bench::inner"};
  PARAUDIT_INLINE void operator()() {
    auto guard = outer.lock();
    keep(++*inner.lock());
  }
};
struct OursRead {
  alignas(kLine) RwLock<long> lock{0, "bench::table"};
  PARAUDIT_INLINE void operator()() {
    long seen = *lock.read();
    keep(seen);
  }
};
struct OursWrite {
  alignas(kLine) RwLock<long> lock{0, "bench::table"};
  PARAUDIT_INLINE void operator()() { keep(++*lock.write()); }
};

struct TwoClocks {
  alignas(kLine) std::mutex mutex;
  long value = 0;
  PARAUDIT_INLINE void operator()() {
    std::lock_guard<std::mutex> guard(mutex);
    value += static_cast<long>(platform::tsc());
    keep(value);
    value -= static_cast<long>(platform::tsc());
    keep(value);
  }
};

#ifdef PARAUDIT_BENCHMARK_ABSEIL
struct AbseilMutex {
  absl::Mutex mutex;
  void lock() { mutex.Lock(); }
  void unlock() { mutex.Unlock(); }
};
#endif

template <class Mutex> using Shared = Single<Mutex, std::shared_lock<Mutex>>;
template <class Mutex> using Scoped = Single<Mutex, typename Mutex::scoped_lock>;
template <class Mutex> using ScopedRead = Single<Mutex, TbbGuard<Mutex, false>>;
template <class Mutex> using ScopedWrite = Single<Mutex, TbbGuard<Mutex, true>>;

void add_tbb(std::vector<Contender>& list) {
  list.push_back(uncontended<Scoped<tbb::spin_mutex>>("tbb::spin_mutex"));
  list.push_back(uncontended<Scoped<tbb::queuing_mutex>>("tbb::queuing_mutex"));
  list.push_back(uncontended<ScopedRead<tbb::spin_rw_mutex>>("tbb::spin_rw_mutex, read"));
  list.push_back(uncontended<ScopedWrite<tbb::spin_rw_mutex>>("tbb::spin_rw_mutex, write"));
  list.push_back(uncontended<ScopedRead<tbb::queuing_rw_mutex>>("tbb::queuing_rw_mutex, read"));
  list.push_back(uncontended<ScopedWrite<tbb::queuing_rw_mutex>>("tbb::queuing_rw_mutex, write"));
#if TBB_INTERFACE_VERSION >= 12050
  list.push_back(uncontended<Scoped<tbb::mutex>>("tbb::mutex"));
  list.push_back(uncontended<ScopedRead<tbb::rw_mutex>>("tbb::rw_mutex, read"));
  list.push_back(uncontended<ScopedWrite<tbb::rw_mutex>>("tbb::rw_mutex, write"));
#endif
}

} // namespace

std::vector<Contender> uncontended_locks() {
  std::vector<Contender> list{
      uncontended<Single<std::mutex>>("std::mutex"),
      uncontended<Single<PthreadMutex>>("pthread_mutex_t"),
      uncontended<Single<std::shared_mutex>>("std::shared_mutex, write"),
      uncontended<Shared<std::shared_mutex>>("std::shared_mutex, read"),
      uncontended<Ours<RecordedByEnvironment>>("ours"),
      uncontended<Ours<NotRecorded>>("ours, compiled out"),
      uncontended<OursRead>("ours, read"),
      uncontended<OursWrite>("ours, write"),
      uncontended<Nested<std::mutex>>("nested std::mutex"),
      uncontended<OursNested<RecordedByEnvironment>>("nested ours"),
      uncontended<OursNested<NotRecorded>>("nested ours, compiled out"),
  };
  add_tbb(list);
#ifdef PARAUDIT_BENCHMARK_ABSEIL
  list.push_back(uncontended<Single<AbseilMutex>>("absl::Mutex"));
  list.push_back(uncontended<Nested<AbseilMutex>>("nested absl::Mutex"));
#endif
  return list;
}

std::vector<Contender> timeline_locks() {
  return {uncontended<Single<std::mutex>>("std::mutex"), uncontended<Ours<RecordedByEnvironment>>("ours"),
          uncontended<TwoClocks>("std::mutex and two clock readings")};
}

std::vector<Contender> contended_locks(int threads) {
  auto team = std::make_shared<Team>(threads);
  std::vector<Contender> list{contended<Ours<RecordedByEnvironment>>("ours", team),
                              contended<Ours<NotRecorded>>("ours, compiled out", team),
                              contended<Single<std::mutex>>("std::mutex", team)};
#if TBB_INTERFACE_VERSION >= 12050
  list.push_back(contended<Scoped<tbb::mutex>>("tbb::mutex", team));
#endif
#ifdef PARAUDIT_BENCHMARK_ABSEIL
  list.push_back(contended<Single<AbseilMutex>>("absl::Mutex", team));
#endif
  return list;
}

std::vector<Contender> no_sync_locks() {
  return {uncontended<Single<std::mutex>>("std::mutex"), uncontended<Ours<RecordedByEnvironment>>("ours")};
}

} // namespace paraudit::bench
