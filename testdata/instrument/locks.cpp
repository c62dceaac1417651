// Every kind of lock that is recorded, taken a known number of times by two threads. A line's own comment says how
// often it acquires: "// = N"; a wait for something that is no lock: "// wait = N". The tests read these comments,
// record this program in every way there is, and compare.
#include "locks_wrapper.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <thread>

namespace {

constexpr int kRounds = 100;

std::mutex plain;
std::mutex second;
std::recursive_mutex recursive;
std::shared_mutex shared;
std::timed_mutex timed;
pthread_mutex_t raw = PTHREAD_MUTEX_INITIALIZER;
pthread_rwlock_t raw_rw = PTHREAD_RWLOCK_INITIALIZER;
pthread_spinlock_t spin;
subject::Mutex wrapped;
std::once_flag once;
std::atomic<long> total = 0;

struct Account {
  std::mutex guard;
  long balance = 0;
  void deposit(long amount) {
    std::lock_guard<std::mutex> lock(guard); // = 200
    balance += amount;
  }
} account;

void standard_locks() {
  {
    std::lock_guard<std::mutex> lock(plain); // = 200
    ++total;
  }
  {
    std::unique_lock<std::mutex> lock(plain); // = 200
    ++total;
    lock.unlock();
    lock.lock(); // = 200
    ++total;
  }
  {
    std::scoped_lock lock(plain); // = 200
    ++total;
  }
  plain.lock(); // = 200
  ++total;
  plain.unlock();
  std::lock_guard<std::recursive_mutex> outer(recursive); // = 200
  std::lock_guard<std::recursive_mutex> inner(recursive); // = 200
}

void shared_locks() {
  {
    std::shared_lock<std::shared_mutex> lock(shared); // = 200
  }
  {
    std::lock_guard<std::shared_mutex> lock(shared); // = 200
    ++total;
  }
  shared.lock_shared(); // = 200
  shared.unlock_shared();
}

void raw_locks() {
  pthread_mutex_lock(&raw); // = 200
  ++total;
  pthread_mutex_unlock(&raw);
  pthread_rwlock_rdlock(&raw_rw); // = 200
  pthread_rwlock_unlock(&raw_rw);
  pthread_rwlock_wrlock(&raw_rw); // = 200
  ++total;
  pthread_rwlock_unlock(&raw_rw);
  pthread_spin_lock(&spin); // = 200
  ++total;
  pthread_spin_unlock(&spin);
}

void wrapped_locks() {
  wrapped.Lock(); // = 200
  ++total;
  wrapped.Unlock();
  subject::MutexLock lock(&wrapped); // = 200
  ++total;
}

void work() {
  std::call_once(once, [] { ++total; });
  for (int i = 0; i < kRounds; ++i) {
    standard_locks();
    shared_locks();
    raw_locks();
    wrapped_locks();
    account.deposit(i);
  }
}

void alone() {
  if (plain.try_lock()) // = 1
    plain.unlock();
  if (timed.try_lock_for(std::chrono::seconds(1))) // = 1
    timed.unlock();
  {
    std::scoped_lock both(plain, second); // = 2
  }
  if (shared.try_lock_shared()) // = 1
    shared.unlock_shared();
  try {
    std::lock_guard<std::mutex> lock(plain); // = 1
    throw 1;
  } catch (int) {
    std::lock_guard<std::mutex> lock(plain); // = 1
  }
}

void hand_over() {
  std::mutex mutex;
  std::condition_variable ready;
  bool done = false;
  std::unique_lock<std::mutex> lock(mutex); // = 1
  std::thread sender([&] {
    std::lock_guard<std::mutex> hold(mutex); // = 1
    done = true;
    ready.notify_one();
  });
  while (!done)
    ready.wait(lock); // = 1
  lock.unlock();
  sender.join(); // wait = 1
}

} // namespace

int main() {
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  alone();
  hand_over();
  std::thread first(work);
  std::thread other(work);
  first.join(); // wait = 1
  other.join(); // wait = 1
  pthread_spin_destroy(&spin);
  std::printf("%ld\n", total.load());
}
