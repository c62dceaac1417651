// The callee locks only when asked to: by a flag, a default argument, an enumerator, a pointer, through a helper.
#include <cstdio>
#include <mutex>

std::mutex mutex;
int count;
enum class Locking { kTake, kHeld };

static void log(const char* text, bool use_mutex = true) {
  if (use_mutex) {
    std::lock_guard<std::mutex> guard(mutex);
    std::puts(text);
  } else {
    std::puts(text);
  }
}

static void forward(const char* text, bool use_mutex) {
  log(text, use_mutex);
}

static void bump(Locking how) {
  if (how == Locking::kTake)
    mutex.lock();
  ++count;
  if (how != Locking::kHeld)
    mutex.unlock();
}

static void note(std::mutex* to_take) {
  if (to_take != nullptr)
    to_take->lock();
  ++count;
  if (to_take)
    to_take->unlock();
}

void outer() {
  std::lock_guard<std::mutex> guard(mutex);
  log("held", false);
  forward("held", /*use_mutex=*/false);
  bump(Locking::kHeld);
  note(nullptr);
}

void other() {
  log("free");
  forward("free", true);
  bump(Locking::kTake);
  note(&mutex);
}
