// A change in a lambda that the task gives to a helper of the program's own, which calls it.
#include <functional>
#include <string>
#include <thread>
#include <vector>

template <class F> static void retry(int times, F attempt) {
  while (times-- && !attempt()) {
  }
}
template <class F> static void retry_logged(int times, F&& attempt) {
  retry(times, [&] { return attempt(); });
}
static void each_token(const std::function<void(int)>& visit) {
  for (int token = 0; token < 3; ++token)
    visit(token);
}

struct Tree {
  int nodes = 0;
  void visit(std::function<void(int)> visitor) { visitor(nodes); }
  template <class F> void walk(F&& visitor) const { visitor(nodes); }
};

class Fetcher {
 public:
  void run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([this] { fetch("u"); });
    for (std::thread& thread : threads)
      thread.join();
  }

 private:
  void fetch(const std::string& url) {
    retry(3, [&] {
      got_.push_back(url); // CHECK: paraudit-parallel-capture
      return true;
    });
  }

  std::vector<std::string> got_;
};

void use(Tree& tree) {
  Fetcher fetcher;
  fetcher.run();
  int attempts = 0, tokens = 0, visited = 0;
  std::vector<int> walked;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      retry_logged(3, [&] {
        ++attempts; // CHECK: paraudit-parallel-capture
        return true;
      });
      each_token([&](int token) {
        tokens += token; // CHECK: paraudit-parallel-capture
      });
      tree.visit([&](int node) {
        visited += node; // CHECK: paraudit-parallel-capture
      });
      tree.walk([&](auto node) {
        walked.push_back(node); // CHECK: paraudit-parallel-capture
      });
    });
  for (std::thread& thread : threads)
    thread.join();
}
