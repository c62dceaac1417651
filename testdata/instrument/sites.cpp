// Acquisitions in every spelling, of std::mutex, pthread and the runtime's own types: checker, pass and runtime must
// name each by one line and one column. Every acquisition in here is executed.
#include "testdata/instrument/sites.h"

#include <cstdio>
#include <pthread.h>
#include <shared_mutex>
#include <stdexcept>

namespace {

std::mutex plain;
std::shared_mutex shared;
pthread_mutex_t native = PTHREAD_MUTEX_INITIALIZER;
paraudit::Lock<int> typed{0};

struct Account {
  std::mutex mutex;
  paraudit::Lock<int> sum{0};
  template <typename T> void add(T value) {
    std::unique_lock lock(mutex);
    *sum.lock() += static_cast<int>(value);
  }
};

void guards() {
  {
    std::lock_guard lock(plain);
  }
  {
    std::lock_guard<std::mutex> spelled(plain), other(header_mutex);
  }
  {
    std::scoped_lock lock(plain);
  }
  {
    std::shared_lock lock(shared);
  }
  {
    SITES_LOCK_IN_MACRO(plain);
  }
  std::unique_lock later(plain, std::defer_lock);
  later.lock();
}

void by_hand() {
  plain.lock();
  plain.unlock();
  if (plain.try_lock())
    plain.unlock();
  shared.lock_shared();
  shared.unlock_shared();
  pthread_mutex_lock(&native);
  pthread_mutex_unlock(&native);
  auto in_lambda = [] { std::lock_guard lock(plain); };
  in_lambda(), in_lambda();
}

void throwing() {
  try {
    std::lock_guard lock(plain);
    *typed.lock() += 1;
    throw std::runtime_error("");
  } catch (const std::runtime_error&) {
  }
}

} // namespace

int main() {
  guards();
  by_hand();
  throwing();
  from_header();
  Account account;
  account.add(1);
  account.add(2.0);
  *typed.lock() += *account.sum.lock();
  std::printf("%d %d\n", *typed.lock(), *account.sum.lock());
}
