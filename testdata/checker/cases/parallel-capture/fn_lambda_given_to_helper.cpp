// Known miss, and a grave one: a change in a lambda that the task gives to a helper of the program's own.
#include <string>
#include <thread>
#include <vector>

template <class F> static void retry(int times, F attempt) {
  while (times-- && !attempt()) {
  }
}

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
      got_.push_back(url); // MISSING: paraudit-parallel-capture
      return true;
    });
  }

  std::vector<std::string> got_;
};

void use() {
  Fetcher fetcher;
  fetcher.run();
}
