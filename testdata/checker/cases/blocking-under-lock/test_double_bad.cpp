// A double that is all there is counts; so does a class whose name only begins like one.
#include <cstdio>
#include <mutex>
#include <thread>

struct Log {
  virtual ~Log() = default;
  virtual void add(int value) = 0;
};
struct FakeLog : Log {
  void add(int) override { std::fclose(std::fopen("log", "a")); } // CHECK: paraudit-blocking-under-lock
};
struct Store {
  virtual ~Store() = default;
  virtual void put(int value) = 0;
};
struct MemoryStore : Store {
  void put(int value) override { last = value; }
  int last = 0;
};
struct TestamentStore : Store {
  void put(int) override { std::fclose(std::fopen("store", "a")); } // CHECK: paraudit-blocking-under-lock
};

std::mutex mutex;
int count;

void bump(Log& log) {
  std::lock_guard<std::mutex> guard(mutex);
  log.add(++count);
}

void keep(Store& store) {
  std::lock_guard<std::mutex> guard(mutex);
  store.put(++count);
}

int main() {
  FakeLog log;
  MemoryStore memory;
  TestamentStore testament;
  std::thread one([&] {
    bump(log);
    keep(memory);
  });
  bump(log);
  keep(testament);
  one.join();
}
