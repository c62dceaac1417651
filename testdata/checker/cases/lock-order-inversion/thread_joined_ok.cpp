// The thread is made in place and joined before the other order is taken.
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

std::mutex a;
std::mutex b;

static void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

int main() {
  std::optional<std::thread> maybe;
  maybe.emplace(one);
  maybe->join();
  auto pointer = std::make_unique<std::thread>(one);
  pointer->join();
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
