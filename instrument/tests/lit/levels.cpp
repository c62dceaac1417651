// At every level, and for both kinds of link-time optimisation, the user's call is between its site and null, and the site
// is the same record: file, line, column, function.
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O1 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O2 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O3 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -Os -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O2 -flto -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O2 -flto=thin -S -emit-llvm %s -o - | FileCheck %s
#include <mutex>

std::mutex m;
void work();

// CHECK-DAG: @paraudit.text{{.*}} c"{{.*}}levels.cpp\00"
// CHECK-DAG: @paraudit.site{{.*}} = private {{.*}}global { {{.*}} i32 [[@LINE+8]], i32 19, i8 3,
// CHECK-DAG: @paraudit_call_site = external {{.*}}thread_local(initialexec) {{.*}}global ptr

// CHECK-LABEL: define {{.*}}@_Z4userv
// CHECK: store ptr @paraudit.site
// CHECK: {{(call|invoke) .*(pthread_mutex_lock|lock_guard)}}
// CHECK: store ptr null
void user() {
  std::lock_guard lock(m);
  // CHECK: {{call|invoke}} void @_Z4workv
  work();
}
