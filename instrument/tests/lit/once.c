// A module is instrumented once, however often the pass sees it; one without locks is left as it is.
// RUN: %clang -O0 -c -emit-llvm %s -o %t.bc
// RUN: env PARAUDIT_PASS_STATS=%t.stats %opt -S %t.bc -o - | FileCheck %s
// RUN: %clang -O2 -DNO_LOCK -S -emit-llvm %s -o - | FileCheck --check-prefix=NONE %s
#include <pthread.h>

pthread_mutex_t m;
int f(void) {
#ifdef NO_LOCK
  return 0;
#else
  return pthread_mutex_lock(&m);
#endif
}

// CHECK-COUNT-1: store ptr @paraudit.site
// CHECK-NOT: store ptr @paraudit.site
// NONE-NOT: paraudit
