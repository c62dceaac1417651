// The library carries doubles for its users' tests; what they do under its lock, the real thing does not.
#include <cstdio>
#include <mutex>
#include <thread>

struct Log {
  virtual ~Log() = default;
  virtual void add(int value) = 0;
};
struct MemoryLog : Log {
  void add(int value) override { sum += value; }
  int sum = 0;
};
struct MockLog : Log {
  void add(int value) override {
    if (FILE* file = std::fopen("log", "a")) {
      std::fprintf(file, "%d", value);
      std::fclose(file);
    }
  }
};

std::mutex mutex;
int count;

void bump(Log& log) {
  std::lock_guard<std::mutex> guard(mutex);
  log.add(++count);
}

int main() {
  MemoryLog memory, other;
  MockLog mock;
  std::thread one([&] { bump(memory); });
  bump(other);
  one.join();
  bump(mock);
}
