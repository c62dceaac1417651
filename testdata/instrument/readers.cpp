// Readers only: one thread reads twice, two read two locks in both orders, while both are alive. With the argument
// "writers-first" the locks are of the kind whose waiting writers stop readers: then reading twice can deadlock.
#include <pthread.h>
#include <shared_mutex>
#include <string_view>
#include <thread>

namespace {

pthread_rwlock_t first, second;
std::shared_mutex standard; // of the default kind always

void make(pthread_rwlock_t& lock, int kind) {
  pthread_rwlockattr_t attributes;
  pthread_rwlockattr_init(&attributes);
  pthread_rwlockattr_setkind_np(&attributes, kind);
  pthread_rwlock_init(&lock, &attributes);
}

void read_twice() {
  pthread_rwlock_rdlock(&first);
  pthread_rwlock_rdlock(&first);
  pthread_rwlock_unlock(&first);
  pthread_rwlock_unlock(&first);
  std::shared_lock outer(standard), inner(standard, std::defer_lock);
  inner.lock();
}

void read_both(pthread_rwlock_t& outer, pthread_rwlock_t& inner) {
  pthread_rwlock_rdlock(&outer);
  pthread_rwlock_rdlock(&inner);
  pthread_rwlock_unlock(&inner);
  pthread_rwlock_unlock(&outer);
}

void write(pthread_rwlock_t& lock) {
  pthread_rwlock_wrlock(&lock);
  pthread_rwlock_unlock(&lock);
}

} // namespace

int main(int count, char** arguments) {
  bool writers_first = count > 1 && std::string_view(arguments[1]) == "writers-first";
  int kind = writers_first ? PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP : PTHREAD_RWLOCK_DEFAULT_NP;
  make(first, kind);
  make(second, kind);
  read_twice();
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  auto work = [&](pthread_rwlock_t& outer, pthread_rwlock_t& inner) {
    pthread_barrier_wait(&barrier);
    read_both(outer, inner);
    write(outer);
    pthread_barrier_wait(&barrier);
  };
  std::thread a(work, std::ref(first), std::ref(second)), b(work, std::ref(second), std::ref(first));
  a.join();
  b.join();
}
