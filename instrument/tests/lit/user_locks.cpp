// A lock by annotation: hooks around its calls, and a site; none inside the lock itself. Exceptions: the hook is on the
// normal way alone.
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck --check-prefix=INSIDE %s

struct Spin {
  [[clang::annotate("paraudit.acquire")]] void enter();
  [[clang::annotate("paraudit.try-acquire")]] bool try_enter() { return true; }
  [[clang::annotate("paraudit.release")]] void leave();
};
[[clang::annotate("paraudit.acquire")]] void Spin::enter() { try_enter(); }
void Spin::leave() {}
struct Clean {
  ~Clean();
};

// CHECK-LABEL: @_Z3useR4Spin
// CHECK: %[[TOKEN:.*]] = call i64 @paraudit_user_lock_begin()
// CHECK: store ptr @paraudit.site
// CHECK: invoke void @_ZN4Spin5enterEv(ptr {{.*}} %[[LOCK:[0-9a-z]+]])
// CHECK: call void @paraudit_user_lock_end(ptr %[[LOCK]], i32 0, i64 %[[TOKEN]], i32 1, ptr @paraudit.site
// CHECK: call i64 @paraudit_user_lock_begin()
// CHECK: %[[RESULT:.*]] = {{.*}} i1 @_ZN4Spin9try_enterEv
// CHECK: %[[BOOL:.*]] = icmp ne i1 %[[RESULT]], false
// CHECK: zext i1 %[[BOOL]] to i32
// CHECK: call void @paraudit_user_lock_end({{.*}}i32 2,
// CHECK: call i64 @paraudit_user_lock_releasing
// CHECK: @_ZN4Spin5leaveEv
// CHECK: call void @paraudit_user_lock_released
// CHECK: landingpad
// CHECK-NOT: call void @paraudit_user_lock_end
// CHECK: ret void
void use(Spin& spin) {
  Clean clean;
  spin.enter();
  if (spin.try_enter())
    spin.leave();
}

// INSIDE-LABEL: define {{.*}}@_ZN4Spin5enterEv
// INSIDE-NOT: paraudit_user_lock
// INSIDE: }
