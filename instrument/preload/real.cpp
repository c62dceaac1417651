#include "instrument/preload/real.h"

#include "instrument/preload/mutex_owner.h"
#include "instrument/preload/plain_mutex.h"
#include "instrument/preload/runtime_fallback.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// glibc keeps these names for programs linked long ago; weak, so that a C library without them still loads us.
extern "C" {
#define PARAUDIT_OLD_NAME(name, parameters)                                                                            \
  __attribute__((weak)) int name parameters;                                                                           \
  __asm__(".symver " #name "," #name "@GLIBC_2.2.5");
PARAUDIT_OLD_NAME(__pthread_mutex_lock, (pthread_mutex_t*))
PARAUDIT_OLD_NAME(__pthread_mutex_trylock, (pthread_mutex_t*))
PARAUDIT_OLD_NAME(__pthread_mutex_unlock, (pthread_mutex_t*))
PARAUDIT_OLD_NAME(__pthread_mutex_destroy, (pthread_mutex_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_rdlock, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_wrlock, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_tryrdlock, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_trywrlock, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_unlock, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_rwlock_destroy, (pthread_rwlock_t*))
PARAUDIT_OLD_NAME(__pthread_once, (pthread_once_t*, void (*)()))
#undef PARAUDIT_OLD_NAME
}

namespace paraudit::preload {

// Bound by the loader, so that a lock taken by another library's constructor, or by the allocator inside dlsym, works.
RealFunctions real_functions = {
#define PARAUDIT_REAL(name, version, fallback, parameters) fallback,
#define PARAUDIT_REAL_RETURNING(type, name, fallback, parameters) fallback,
#include "instrument/preload/real_functions.def"
};

bool mutex_layout_is_known = false;
bool lock_has_another_interposer = false;

namespace {

struct RealName {
  const char* name;
  const char* version;
  size_t offset;
};

constexpr RealName kNames[] = {
#define PARAUDIT_REAL(name, version, fallback, parameters) {#name, version, offsetof(RealFunctions, name)},
#define PARAUDIT_REAL_RETURNING(type, name, fallback, parameters) {#name, nullptr, offsetof(RealFunctions, name)},
#include "instrument/preload/real_functions.def"
};

void* look_up(const RealName& wanted) {
  void* found = wanted.version ? dlvsym(RTLD_NEXT, wanted.name, wanted.version) : nullptr;
  return found ? found : dlsym(RTLD_NEXT, wanted.name);
}

void store(const RealName& which, void* function) {
  auto* slot = reinterpret_cast<void**>(reinterpret_cast<char*>(&real_functions) + which.offset);
  __atomic_store_n(slot, function, __ATOMIC_RELAXED);
}

// Whether the C library is what stands behind us, and its mutexes are what plain_mutex.h takes them for.
bool mutexes_are_as_expected() {
  if (real_functions.pthread_mutex_lock != __pthread_mutex_lock ||
      real_functions.pthread_mutex_trylock != __pthread_mutex_trylock ||
      real_functions.pthread_mutex_unlock != __pthread_mutex_unlock || __pthread_mutex_lock == nullptr)
    return false;
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  const auto& data = mutex.__data;
  bool free_before = data.__lock == 0 && data.__owner == 0 && data.__nusers == 0 && data.__kind == 0;
  bool taken = __pthread_mutex_trylock(&mutex) == 0 && data.__lock == 1 && data.__nusers == 1 &&
               data.__owner == static_cast<int>(syscall(SYS_gettid));
  bool given_back = __pthread_mutex_unlock(&mutex) == 0 && data.__lock == 0 && data.__owner == 0 && data.__nusers == 0;
  return free_before && taken && given_back;
}

// What is not found keeps its fallback: only a call may complain.
__attribute__((constructor)) void resolve_all() {
  for (const RealName& each : kNames)
    if (void* found = look_up(each))
      store(each, found);
  mutex_layout_is_known = mutexes_are_as_expected();
  lock_has_another_interposer = __pthread_mutex_lock != nullptr &&
                                real_functions.pthread_mutex_lock != __pthread_mutex_lock &&
                                real_functions.pthread_mutex_trylock == __pthread_mutex_trylock;
}

} // namespace

int own_thread_id() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  if (PARAUDIT_CALL_REAL(pthread_mutex_trylock)(&mutex) != 0)
    return static_cast<int>(syscall(SYS_gettid));
  int id = mutex.__data.__owner;
  PARAUDIT_CALL_REAL(pthread_mutex_unlock)(&mutex);
  if (mutex_layout_is_known)
    thread_state.tid = id;
  return id;
}

void* resolve_real(RealIndex index) {
  const RealName& wanted = kNames[static_cast<int>(index)];
  void* found = look_up(wanted);
  if (!found) {
    constexpr char kMessage[] = "paraudit: the C library has no function ";
    (void)!write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
    (void)!write(STDERR_FILENO, wanted.name, strlen(wanted.name));
    (void)!write(STDERR_FILENO, "\n", 1);
    abort();
  }
  store(wanted, found);
  return found;
}

} // namespace paraudit::preload
