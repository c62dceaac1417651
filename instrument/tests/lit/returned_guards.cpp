// A function that returns a guard locks with its caller's site, kept from its entry, or its own where there is none; what
// it locks for itself has its own. A declared function that returns a guard of a known name is given a site.
// RUN: env PARAUDIT_PASS_STATS=%t.stats %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// RUN: %clangxx -O2 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=INLINED
#include <mutex>

std::mutex m, other;
void work();
std::unique_lock<std::mutex> elsewhere();

// CHECK-LABEL: define {{.*}}@_Z4takev(
// CHECK: %[[SLOT:.*]] = call {{.*}}@llvm.threadlocal.address.p0(ptr {{.*}}@paraudit_call_site)
// CHECK-NEXT: %[[CALLERS:.*]] = load ptr, ptr %[[SLOT]]
// CHECK: store ptr @paraudit.site
// CHECK-NEXT: call void @_ZNSt10lock_guardISt5mutexEC2ERS0_
// CHECK: call void @_Z4workv
// CHECK: %[[NONE:.*]] = icmp eq ptr %[[CALLERS]], null
// CHECK: %[[SITE:.*]] = select i1 %[[NONE]], ptr @paraudit.site{{.*}}, ptr %[[CALLERS]]
// CHECK: store ptr %[[SITE]], ptr
// CHECK-NEXT: call void @_ZNSt11unique_lockISt5mutexEC2ERS0_
std::unique_lock<std::mutex> take() {
  {
    std::lock_guard inner(other);
  }
  work();
  return std::unique_lock(m);
}

// CHECK-LABEL: define {{.*}}@_Z4userv(
// CHECK: store ptr @paraudit.site
// CHECK-NEXT: call void @_Z4takev
// CHECK: store ptr @paraudit.site
// CHECK-NEXT: invoke void @_Z9elsewherev
// INLINED-LABEL: define {{.*}}@_Z4userv(
// INLINED: store ptr @paraudit.site
// INLINED: {{call|invoke}} {{.*}}@_Z9elsewherev
void user() {
  auto held = take();
  auto more = elsewhere();
}

// STATS: "instrumented_wrapper_by_body": 1, "instrumented_wrapper_by_name": 1
// STATS: "wrappers_found": 1, "passed_to_caller": 1
