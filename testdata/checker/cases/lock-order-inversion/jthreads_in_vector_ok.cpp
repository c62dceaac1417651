// The threads of the first helper are joined when their vector dies.
#include <mutex>
#include <thread>
#include <vector>

static std::mutex symbols;
static std::mutex scopes;
static int n = 0;

static void bind_all() {
  std::vector<std::jthread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([] {
      std::lock_guard<std::mutex> outer(symbols);
      std::lock_guard<std::mutex> inner(scopes);
      ++n;
    });
}

static void check_all() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([] {
      std::lock_guard<std::mutex> outer(scopes);
      std::lock_guard<std::mutex> inner(symbols);
      --n;
    });
  for (auto& worker : workers)
    worker.join();
}

int main() {
  bind_all();
  check_all();
}
