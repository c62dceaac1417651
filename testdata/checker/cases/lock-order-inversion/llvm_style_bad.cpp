// Locks in the style of LLVM: a capability-free wrapper over a recursive mutex, and a scoped lock of its own.
#include <mutex>

namespace llvm::sys {
template <bool mt_only> class SmartMutex {
  std::recursive_mutex impl;
  unsigned acquired = 0;

 public:
  bool lock() {
    if (!mt_only) {
      impl.lock();
      return true;
    }
    ++acquired;
    return true;
  }
  bool unlock() {
    if (!mt_only) {
      impl.unlock();
      return true;
    }
    --acquired;
    return true;
  }
};
using Mutex = SmartMutex<false>;
template <bool mt_only> class SmartScopedLock {
  SmartMutex<mt_only>& mtx;

 public:
  SmartScopedLock(SmartMutex<mt_only>& m) : mtx(m) { mtx.lock(); }
  ~SmartScopedLock() { mtx.unlock(); }
};
using ScopedLock = SmartScopedLock<false>;
} // namespace llvm::sys

static llvm::sys::Mutex timer_lock;
static llvm::sys::Mutex stats_lock;
static int total;

void start_timer() {
  llvm::sys::ScopedLock outer(stats_lock);
  llvm::sys::ScopedLock inner(timer_lock); // CHECK: paraudit-lock-order-inversion
  ++total;
}

void print_stats() {
  llvm::sys::ScopedLock outer(timer_lock);
  llvm::sys::ScopedLock inner(stats_lock);
  ++total;
}
