// Atomic updates on request: a hook after each update in the user's code, told whether a compare-and-swap failed; none
// inside the library, none for plain loads and stores, none unless asked for.
// RUN: env PARAUDIT_ATOMICS=all PARAUDIT_PASS_STATS=%t.stats %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: env PARAUDIT_ATOMICS=all %clangxx -O0 -S -emit-llvm %s -o - | FileCheck --check-prefix=LIBRARY %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// RUN: env PARAUDIT_ATOMICS=value %clangxx -O0 -S -emit-llvm %s -o - | FileCheck --check-prefix=NAMED %s
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck --check-prefix=OFF %s
#include <atomic>

std::atomic<int> value, other;
int plain;

// CHECK-LABEL: define {{.*}}@_Z6updatev
// CHECK: call noundef i32 @_ZNSt13__atomic_baseIiE{{ppEi|ppEv}}(ptr {{.*}} @value
// CHECK-NEXT: call void @paraudit_atomic(ptr @paraudit.site{{.*}}, ptr @value, i32 0)
// CHECK: atomicrmw add ptr @plain
// CHECK-NEXT: call void @paraudit_atomic(ptr @paraudit.site{{.*}}, ptr @plain, i32 0)
// CHECK-NOT: @paraudit_atomic
// CHECK: ret void
// NAMED-LABEL: define {{.*}}@_Z6updatev
// NAMED-COUNT-1: call void @paraudit_atomic(ptr @paraudit.site{{.*}}, ptr @value
// NAMED-NOT: @paraudit_atomic(
// NAMED: define
void update() {
  ++value;
  __atomic_fetch_add(&plain, 1, __ATOMIC_RELAXED);
  other = value.load();
}

// CHECK-LABEL: define {{.*}}@_Z4swapi
// CHECK: cmpxchg ptr {{.*}}
// CHECK: %[[FAILED:.*]] = icmp eq i1 %{{.*}}, false
// CHECK-NEXT: %[[FLAG:.*]] = zext i1 %[[FAILED]] to i32
// CHECK-NEXT: call void @paraudit_atomic(ptr @paraudit.site{{.*}}, ptr @other, i32 %[[FLAG]])
// CHECK: %[[PAIR:.*]] = cmpxchg ptr @plain
// CHECK-NEXT: %[[SUCCESS:.*]] = extractvalue { i32, i1 } %[[PAIR]], 1
// CHECK: call void @paraudit_atomic(ptr @paraudit.site{{.*}}, ptr @plain, i32
bool swap(int seen) {
  return other.compare_exchange_strong(seen, 1) ||
         __atomic_compare_exchange_n(&plain, &seen, 2, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

// LIBRARY-LABEL: define linkonce_odr {{.*}}@_ZNSt13__atomic_baseIiEppEv
// LIBRARY-NOT: @paraudit_atomic
// LIBRARY: atomicrmw add
// LIBRARY-NOT: @paraudit_atomic
// LIBRARY: }
// STATS: "instrumented_atomics": 4, "skipped_atomics_by_name": 0, "skipped_atomics_no_location": 0
// OFF-NOT: paraudit_atomic
