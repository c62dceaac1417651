// Handovers, in files that watch state: a hook before what gives and after what takes, with the state that a promise and
// its future share; none for read-modify-writes, relaxed accesses and locks, none where nothing is watched.
// RUN: env PARAUDIT_WATCH=%S/Inputs/watch.json PARAUDIT_PASS_STATS=%t.stats %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck --check-prefix=OFF %s
#include <atomic>
#include <future>
#include <mutex>

std::atomic<bool> flag;
std::mutex mutex;
int made();

// CHECK-LABEL: define {{.*}}@_Z4giveRSt7promiseIvE
// CHECK: store ptr @paraudit.site
// CHECK: %[[STATE:.*]] = load ptr, ptr %[[PROMISE:[0-9a-z]+]]
// CHECK: call void @paraudit_handover(ptr %[[STATE]], i32 1)
// CHECK: @_ZNSt7promiseIvE9set_valueEv(ptr {{.*}}%[[PROMISE]])
// CHECK: call void @paraudit_handover(ptr @flag, i32 1)
// CHECK: {{call|invoke}} {{.*}}@_ZNSt6atomicIbE5storeEbSt12memory_order(ptr {{.*}}@flag
// CHECK-NOT: @paraudit_handover
// CHECK: ret void
void give(std::promise<void>& promise) {
  promise.set_value();
  flag.store(true);
  flag.store(true, std::memory_order_relaxed);
  flag.exchange(false);
  std::lock_guard lock(mutex);
}

// CHECK-LABEL: define {{.*}}@_Z4takeRSt6futureIvE
// CHECK: store ptr @paraudit.site
// CHECK: %[[STATE:.*]] = load ptr, ptr %[[FUTURE:[0-9a-z]+]]
// CHECK: @_ZNSt6futureIvE3getEv(ptr {{.*}}%[[FUTURE]])
// CHECK: call void @paraudit_handover(ptr %[[STATE]], i32 2)
// CHECK: load atomic i8, ptr @_ZGVZ4takeRSt6futureIvEE4once acquire
// CHECK-NEXT: call void @paraudit_handover(ptr @_ZGVZ4takeRSt6futureIvEE4once, i32 2)
// CHECK: {{call|invoke}} {{.*}}@_ZNKSt6atomicIbEcvbEv(ptr {{.*}}@flag
// CHECK-NEXT: call void @paraudit_handover(ptr @flag, i32 2)
int take(std::future<void>& future) {
  future.get();
  static int once = made();
  return flag ? once : 0;
}

// STATS: "handovers": 5
// OFF-NOT: paraudit_handover
