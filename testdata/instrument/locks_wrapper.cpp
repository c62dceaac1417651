#include "locks_wrapper.h"

#include <cstdio>
#include <cstdlib>

namespace subject {

static void check(const char* what, int result) {
  if (result != 0) {
    std::fprintf(stderr, "%s failed\n", what);
    std::abort();
  }
}

Mutex::Mutex() {
  check("init", pthread_mutex_init(&mu_, nullptr));
}
Mutex::~Mutex() {
  check("destroy", pthread_mutex_destroy(&mu_));
}
void Mutex::Lock() {
  check("lock", pthread_mutex_lock(&mu_));
}
void Mutex::Unlock() {
  check("unlock", pthread_mutex_unlock(&mu_));
}

} // namespace subject
