// The lock is taken where the program runs in parallel.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

class Symbols {
 public:
  explicit Symbols(bool parallel) : parallel_(parallel) {}
  void define(const std::string& name, int address) {
    std::optional<std::scoped_lock<std::mutex>> guard;
    if (parallel_)
      guard.emplace(mutex_);
    addresses_[name] = address;
  }
  void erase(const std::string& name) {
    auto lock = parallel_ ? std::unique_lock<std::mutex>(mutex_) : std::unique_lock<std::mutex>();
    addresses_.erase(name);
  }

 private:
  const bool parallel_;
  std::mutex mutex_;
  std::map<std::string, int> addresses_;
};

void run(int count) {
  Symbols symbols(count > 1);
  auto job = [&](int number) {
    symbols.define("s" + std::to_string(number), number);
    symbols.erase("s1");
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back(job, i);
  for (std::thread& thread : threads)
    thread.join();
}
