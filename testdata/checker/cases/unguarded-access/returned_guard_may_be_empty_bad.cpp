// As returned_guard_may_be_empty_ok.cpp, but touched where the guard is seen to hold nothing.
#include <mutex>
#include <optional>
#include <thread>

std::mutex mutex;
int value;

std::optional<std::unique_lock<std::mutex>> try_enter(bool wanted) {
  if (!wanted)
    return std::nullopt;
  return std::unique_lock<std::mutex>(mutex);
}
void add(bool wanted) {
  auto guard = try_enter(wanted);
  if (!guard)
    ++value; // CHECK: paraudit-unguarded-access
  else
    ++value;
}
void locked() {
  std::lock_guard<std::mutex> guard(mutex);
  ++value;
}
void read() {
  std::lock_guard<std::mutex> guard(mutex);
  ++value;
}

void run(bool wanted) {
  std::thread first([=] {
    add(wanted);
    locked();
  });
  std::thread second([] {
    locked();
    read();
  });
  first.join();
  second.join();
}
