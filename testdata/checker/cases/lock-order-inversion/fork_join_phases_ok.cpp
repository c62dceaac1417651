// Two phases: the workers of the second start after those of the first are joined.
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
  std::lock_guard<std::mutex> inner(tokens);
  ++made;
}

static void run(void (*phase)()) {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(phase);
  for (std::thread& worker : workers)
    worker.join();
}

int main() {
  run(lex);
  run(parse);
}
