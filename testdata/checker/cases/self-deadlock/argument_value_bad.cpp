// As argument_value_ok.cpp, but asked to lock; and where the value is not known, or changes on the way.
#include <mutex>

std::mutex mutex;
int count;
enum class Locking { kTake, kHeld };

static void log(bool use_mutex = true) {
  if (use_mutex) {
    std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-self-deadlock
    ++count;
  }
}

static void forward(bool use_mutex) {
  if (use_mutex)
    mutex.lock(); // CHECK: paraudit-self-deadlock
  ++count;
  if (use_mutex)
    mutex.unlock();
}

static void pass_on(bool use_mutex) {
  forward(use_mutex);
}

static void bump(Locking how) {
  if (how == Locking::kTake)
    mutex.lock(); // CHECK: paraudit-self-deadlock
  ++count;
  if (how == Locking::kTake)
    mutex.unlock();
}

static void changes(bool use_mutex) {
  use_mutex = count == 0;
  if (use_mutex) {
    std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-self-deadlock
    ++count;
  }
}

void by_default() {
  std::lock_guard<std::mutex> guard(mutex);
  log();
}

void through_helper() {
  std::lock_guard<std::mutex> guard(mutex);
  pass_on(true);
}

void by_enumerator() {
  std::lock_guard<std::mutex> guard(mutex);
  bump(Locking::kTake);
}

void not_kept() {
  std::lock_guard<std::mutex> guard(mutex);
  changes(false);
}
