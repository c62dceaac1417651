// Kinds of locks and ways to lock that programs seldom use, and calls that the C library refuses. "// = N" is how often
// a line acquires; the program prints what it got, which must be the same with and without a recorder.
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <new>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

namespace {

constexpr long kHour = 3600;

timespec after(clockid_t clock, long seconds) {
  timespec time{};
  clock_gettime(clock, &time);
  time.tv_sec += seconds;
  return time;
}

class Mutex {
 public:
  Mutex(int type, int shared = PTHREAD_PROCESS_PRIVATE, int robust = PTHREAD_MUTEX_STALLED,
        int protocol = PTHREAD_PRIO_NONE) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutexattr_setpshared(&attributes, shared);
    pthread_mutexattr_setrobust(&attributes, robust);
    pthread_mutexattr_setprotocol(&attributes, protocol);
    pthread_mutex_init(&mutex_, &attributes);
    pthread_mutexattr_destroy(&attributes);
  }
  ~Mutex() { pthread_mutex_destroy(&mutex_); }
  operator pthread_mutex_t*() { return &mutex_; }

 private:
  pthread_mutex_t mutex_;
};

template <class Body> void in_thread(Body body) {
  pthread_t thread;
  pthread_create(
      &thread, nullptr,
      [](void* argument) -> void* {
        (*static_cast<Body*>(argument))();
        return nullptr;
      },
      &body);
  pthread_join(thread, nullptr);
}

void say(const char* name, std::initializer_list<int> results) {
  std::printf("%s:", name);
  for (int result : results)
    std::printf(" %d", result);
  std::printf("\n");
}

// The common ways, on a mutex of any kind that may be locked only once.
void use(const char* name, Mutex& mutex) {
  timespec soon = after(CLOCK_REALTIME, kHour), later = after(CLOCK_MONOTONIC, kHour);
  int locked = pthread_mutex_lock(mutex); // = 7
  pthread_mutex_unlock(mutex);
  int tried = pthread_mutex_trylock(mutex); // = 7
  int busy = 0, late = 0;
  in_thread([&] {
    busy = pthread_mutex_trylock(mutex);
    timespec now = after(CLOCK_REALTIME, 0);
    late = pthread_mutex_timedlock(mutex, &now);
  });
  pthread_mutex_unlock(mutex);
  int timed = pthread_mutex_timedlock(mutex, &soon); // = 7
  pthread_mutex_unlock(mutex);
  int clocked = pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &later); // = 7
  pthread_mutex_unlock(mutex);
  say(name, {locked, tried, busy, late, timed, clocked});
}

void use_error_checking(const char* name, Mutex& mutex) {
  timespec soon = after(CLOCK_REALTIME, kHour);
  int free = pthread_mutex_unlock(mutex);
  pthread_mutex_lock(mutex); // = 3
  int again = pthread_mutex_lock(mutex), timed = pthread_mutex_timedlock(mutex, &soon);
  int tried = pthread_mutex_trylock(mutex), stolen = 0, waited = 0;
  in_thread([&] {
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    stolen = pthread_mutex_unlock(mutex);
    waited = pthread_cond_wait(&condition, mutex);
  });
  pthread_mutex_unlock(mutex);
  say(name, {free, again, timed, tried, stolen, waited});
}

void use_recursive(const char* name, Mutex& mutex) {
  int free = pthread_mutex_unlock(mutex), stolen = 0, busy = 0;
  for (int i = 0; i < 3; ++i)
    pthread_mutex_lock(mutex);              // = 9
  int tried = pthread_mutex_trylock(mutex); // = 3
  in_thread([&] {
    stolen = pthread_mutex_unlock(mutex);
    busy = pthread_mutex_trylock(mutex);
  });
  for (int i = 0; i < 4; ++i)
    pthread_mutex_unlock(mutex);
  say(name, {free, tried, stolen, busy});
}

void use_robust(Mutex& mutex) {
  in_thread([&] { pthread_mutex_lock(mutex); }); // = 2
  int died = pthread_mutex_lock(mutex);          // = 2
  pthread_mutex_consistent(mutex);
  pthread_mutex_unlock(mutex);
  in_thread([&] { pthread_mutex_lock(mutex); }); // = 2
  int again = pthread_mutex_trylock(mutex);      // = 2
  pthread_mutex_unlock(mutex);
  int lost = pthread_mutex_lock(mutex), unlocked = pthread_mutex_unlock(mutex);
  say("robust", {died, again, lost, unlocked});
}

// One that a child process takes as well: it counts there.
void use_shared() {
  void* memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* mutex = new (memory) Mutex(PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_SHARED);
  std::fflush(stdout);
  pid_t child = fork();
  for (int i = 0; i < 10; ++i) {
    pthread_mutex_lock(*mutex); // = 20
    pthread_mutex_unlock(*mutex);
  }
  if (child == 0)
    _exit(0);
  int status = 1;
  waitpid(child, &status, 0);
  say("shared", {status});
}

// A lock that a child gets from its parent's thread: acquired here, released in both.
void fork_with_a_lock() {
  Mutex mutex(PTHREAD_MUTEX_NORMAL);
  pthread_mutex_lock(mutex); // = 1
  std::fflush(stdout);
  pid_t child = fork();
  pthread_mutex_unlock(mutex);
  if (child == 0)
    _exit(0);
  int status = 1;
  waitpid(child, &status, 0);
  say("forked", {status});
}

void use_rwlock() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  timespec soon = after(CLOCK_REALTIME, kHour), later = after(CLOCK_MONOTONIC, kHour), now = after(CLOCK_REALTIME, 0);
  pthread_rwlock_wrlock(&lock); // = 1
  int read = pthread_rwlock_rdlock(&lock), write = pthread_rwlock_wrlock(&lock);
  int timed = pthread_rwlock_timedwrlock(&lock, &soon), tried = pthread_rwlock_tryrdlock(&lock), late = 0;
  in_thread([&] { late = pthread_rwlock_timedrdlock(&lock, &now); });
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_timedrdlock(&lock, &soon);                   // = 1
  pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &later); // = 1
  pthread_rwlock_tryrdlock(&lock);                            // = 1
  int readers = pthread_rwlock_trywrlock(&lock);
  for (int i = 0; i < 3; ++i)
    pthread_rwlock_unlock(&lock);
  pthread_rwlock_timedwrlock(&lock, &soon); // = 1
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &later); // = 1
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_trywrlock(&lock); // = 1
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_destroy(&lock);
  say("rwlock", {read, write, timed, tried, late, readers});
}

void use_spin() {
  pthread_spinlock_t lock;
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&lock); // = 1
  int busy = pthread_spin_trylock(&lock);
  pthread_spin_unlock(&lock);
  int tried = pthread_spin_trylock(&lock); // = 1
  pthread_spin_unlock(&lock);
  pthread_spin_destroy(&lock);
  say("spin", {busy, tried});
}

// A wait gives the mutex up and takes it again, unless it is refused.
void use_condition() {
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  Mutex mutex(PTHREAD_MUTEX_NORMAL);
  timespec now = after(CLOCK_REALTIME, 0), wrong{0, -1};
  pthread_mutex_lock(mutex);                                  // = 1
  int late = pthread_cond_timedwait(&condition, mutex, &now); // = 1
  int invalid = pthread_cond_timedwait(&condition, mutex, &wrong);
  int clock = pthread_cond_clockwait(&condition, mutex, CLOCK_PROCESS_CPUTIME_ID, &now);
  pthread_mutex_unlock(mutex);
  say("condition", {late, invalid, clock});
}

void use_c11() {
  mtx_t mutex;
  mtx_init(&mutex, mtx_timed | mtx_recursive);
  timespec soon = after(CLOCK_REALTIME, kHour);
  mtx_lock(&mutex);                         // = 1
  int again = mtx_trylock(&mutex);          // = 1
  int timed = mtx_timedlock(&mutex, &soon); // = 1
  int busy = 0;
  in_thread([&] { busy = mtx_trylock(&mutex); });
  for (int i = 0; i < 3; ++i)
    mtx_unlock(&mutex);
  mtx_destroy(&mutex);
  say("c11", {again, timed, busy});
}

} // namespace

int main() {
  constexpr int kPrivate = PTHREAD_PROCESS_PRIVATE, kStalled = PTHREAD_MUTEX_STALLED, kRobust = PTHREAD_MUTEX_ROBUST;
  constexpr int kNormal = PTHREAD_MUTEX_NORMAL, kChecking = PTHREAD_MUTEX_ERRORCHECK;
  Mutex normal(kNormal), adaptive(PTHREAD_MUTEX_ADAPTIVE_NP), shared(kNormal, PTHREAD_PROCESS_SHARED);
  Mutex robust(kNormal, kPrivate, kRobust), inheriting(kNormal, kPrivate, kStalled, PTHREAD_PRIO_INHERIT);
  Mutex checking(kChecking), robust_inheriting(kNormal, kPrivate, kRobust, PTHREAD_PRIO_INHERIT);
  use("normal", normal);
  use("adaptive", adaptive);
  use("process-shared", shared);
  use("robust", robust);
  use("inheriting", inheriting);
  use("checking", checking);
  use("robust inheriting", robust_inheriting);
  Mutex robust_checking(kChecking, kPrivate, kRobust);
  Mutex inheriting_checking(kChecking, kPrivate, kStalled, PTHREAD_PRIO_INHERIT);
  use_error_checking("checking", checking);
  use_error_checking("robust checking", robust_checking);
  use_error_checking("inheriting checking", inheriting_checking);
  constexpr int kRecursive = PTHREAD_MUTEX_RECURSIVE;
  Mutex recursive(kRecursive), robust_recursive(kRecursive, kPrivate, kRobust);
  Mutex inheriting_recursive(kRecursive, kPrivate, kStalled, PTHREAD_PRIO_INHERIT);
  use_recursive("recursive", recursive);
  use_recursive("robust recursive", robust_recursive);
  use_recursive("inheriting recursive", inheriting_recursive);
  Mutex dying(kNormal, kPrivate, kRobust), dying_inheriting(kNormal, kPrivate, kRobust, PTHREAD_PRIO_INHERIT);
  use_robust(dying);
  use_robust(dying_inheriting);
  use_shared();
  fork_with_a_lock();
  use_rwlock();
  use_spin();
  use_condition();
  use_c11();
}
