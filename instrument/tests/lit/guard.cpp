// A guard's constructor gets the site of the user's line at every level; what it calls inside the library gets none.
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=SITE,O0
// RUN: %clangxx -O1 -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=SITE,INLINED
// RUN: %clangxx -O2 -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=SITE,INLINED
// RUN: %clangxx -O3 -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=SITE,INLINED
#include <mutex>

std::mutex guarded;

int update(int value) {
  std::lock_guard<std::mutex> lock(guarded);
  return value + 1;
}

// One record: file, function, lock name, line, column, PARAUDIT_COLUMN_DEBUG_CLANG, id 0, not inlined, no address.
// SITE: @[[FILE:paraudit.text[.0-9]*]] = private unnamed_addr constant {{.*}}guard.cpp\00
// SITE: @[[FUNCTION:paraudit.text[.0-9]*]] = private unnamed_addr constant {{.*}}c"update\00
// SITE: @[[NAME:paraudit.text[.0-9]*]] = private unnamed_addr constant {{.*}}c"guarded\00
// SITE: @[[SITE:paraudit.site[.0-9]*]] = private global {{.*}} { ptr @[[FILE]], ptr @[[FUNCTION]], ptr @[[NAME]], i32 [[#@LINE-8]], i32 31, i8 3, [3 x i8] zeroinitializer, i32 0, ptr null, i64 0 }, align 8
// SITE-NOT: @paraudit.site
// SITE: @paraudit_call_site = external thread_local(initialexec) {{.*}}global ptr

// O0-LABEL: define {{.*}}i32 @_Z6updatei
// O0: %[[SLOT:.*]] = call {{.*}}ptr @llvm.threadlocal.address.p0(ptr {{.*}}@paraudit_call_site)
// O0-NEXT: store ptr @[[SITE]], ptr %[[SLOT]]
// O0-NEXT: call void @_ZNSt10lock_guardISt5mutexEC2ERS0_
// O0-NEXT: %[[AGAIN:.*]] = call {{.*}}ptr @llvm.threadlocal.address.p0(ptr {{.*}}@paraudit_call_site)
// O0-NEXT: store ptr null, ptr %[[AGAIN]]
// O0-NOT: store ptr @paraudit.site
// O0: define linkonce_odr dso_local void @_ZNSt5mutex4lockEv

// INLINED-LABEL: define {{.*}}i32 @_Z6updatei
// INLINED: %[[SLOT:.*]] = {{.*}}call {{.*}}ptr @llvm.threadlocal.address.p0(ptr {{.*}}@paraudit_call_site)
// INLINED: store ptr @[[SITE]], ptr %[[SLOT]]
// INLINED: call {{.*}}i32 @pthread_mutex_lock(ptr noundef nonnull @guarded)
// INLINED: store ptr null, ptr %[[SLOT]]
