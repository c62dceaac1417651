// A function may return a guard that holds nothing: whoever asks knows, and nobody else touches anything.
#include <mutex>
#include <optional>
#include <thread>

std::mutex mutex;
bool closed;
int value, total;

std::unique_lock<std::mutex> enter(bool wanted) {
  if (!wanted)
    return {};
  return std::unique_lock<std::mutex>(mutex);
}
std::optional<std::unique_lock<std::mutex>> try_enter(bool wanted) {
  if (!wanted)
    return std::nullopt;
  return std::unique_lock<std::mutex>(mutex);
}
void add(bool wanted) {
  auto guard = enter(wanted);
  if (guard)
    ++value;
}
void sum(bool wanted) {
  auto guard = try_enter(wanted);
  if (!guard)
    return;
  ++total;
  ++value;
}
void both() {
  std::lock_guard<std::mutex> guard(mutex);
  ++total;
  ++value;
}

void run(bool wanted) {
  std::thread first([=] {
    add(wanted);
    sum(wanted);
  });
  std::thread second([] { both(); });
  first.join();
  second.join();
}
