// The threads of the first phase are joined only after those of the second have started.
#include <mutex>
#include <thread>
#include <vector>

std::mutex tokens;
std::mutex nodes;
int made = 0;

static void lex() {
  std::lock_guard<std::mutex> outer(tokens);
  std::lock_guard<std::mutex> inner(nodes);
  ++made;
}

static void parse() {
  std::lock_guard<std::mutex> outer(nodes);
  std::lock_guard<std::mutex> inner(tokens); // CHECK: paraudit-lock-order-inversion
  ++made;
}

int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(lex);
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(parse);
  for (std::thread& worker : workers)
    worker.join();
}
