// Which functions pass their caller's site on. Each use below either gets a site (the callee is a wrapper) or does not.
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O2 -fno-inline -S -emit-llvm %s -o - | FileCheck %s
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=WRAPPER
// RUN: %clangxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=OTHER
#include <pthread.h>

void check(int);
void unrelated();

struct Mutex {
  pthread_mutex_t mu;
  void Lock();
  void Enter() { check(pthread_mutex_lock(&mu)); } // by its body: locks its own field and checks the result
  void unlock() { pthread_mutex_unlock(&mu); }
  void touch() { // no wrapper: gives the lock up again
    pthread_mutex_lock(&mu);
    pthread_mutex_unlock(&mu);
  }
  void enter_and_work() { // no wrapper: does something else
    pthread_mutex_lock(&mu);
    unrelated();
  }
};

struct MutexLock { // by its name and body, through a call of a function that is defined elsewhere
  Mutex& mutex;
  explicit MutexLock(Mutex& m) : mutex(m) { mutex.Lock(); }
  ~MutexLock() { mutex.unlock(); }
};

void lock_it(Mutex* mutex) { mutex->Enter(); } // a wrapper of a wrapper

// CHECK-LABEL: @_Z4usesR5Mutex
void uses(Mutex& mutex) {
  // CHECK: store ptr @paraudit.site
  // CHECK-NEXT: call void @_ZN5Mutex4LockEv
  mutex.Lock();
  // CHECK: store ptr @paraudit.site
  // CHECK-NEXT: call void @_ZN5Mutex5EnterEv
  mutex.Enter();
  // CHECK: store ptr @paraudit.site
  // CHECK-NEXT: call void @_Z7lock_itP5Mutex
  lock_it(&mutex);
  // CHECK: store ptr @paraudit.site
  // CHECK-NEXT: call void @_ZN9MutexLockC
  MutexLock lock(mutex);
  // CHECK-NOT: store ptr @paraudit.site
  // CHECK: {{call|invoke}} void @_ZN5Mutex5touchEv
  mutex.touch();
  // CHECK-NOT: store ptr @paraudit.site
  // CHECK: {{call|invoke}} void @_ZN5Mutex14enter_and_workEv
  mutex.enter_and_work();
}

// WRAPPER-LABEL: define {{.*}} @_ZN5Mutex5EnterEv
// WRAPPER-NOT: store ptr @paraudit.site
// WRAPPER: call i32 @pthread_mutex_lock

// OTHER-LABEL: define {{.*}} @_ZN5Mutex5touchEv
// OTHER: store ptr @paraudit.site
// OTHER-NEXT: call i32 @pthread_mutex_lock
