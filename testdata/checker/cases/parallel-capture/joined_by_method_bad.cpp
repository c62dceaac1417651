// The callers use what the thread changes before they have joined it.
#include <thread>

class Counter {
 public:
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void join() { thread_.join(); }
  int count() const { return count_; }

 private:
  void run() {
    ++count_; // CHECK: paraudit-parallel-capture
  }

  int count_ = 0;
  std::thread thread_;
};

int use_counter(Counter& counter) {
  counter.start();
  int early = counter.count();
  counter.join();
  return early + counter.count();
}

class Watcher {
 public:
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop() { thread_.join(); }
  void mark() { mark_ = 1; }

 private:
  void run() {
    ++mark_; // CHECK: paraudit-parallel-capture
  }

  int mark_ = 0;
  std::thread thread_;
};

static void begin(Watcher& watcher) {
  watcher.start();
}

void use_watcher(Watcher& watcher, bool early) {
  begin(watcher);
  if (!early)
    watcher.stop();
  watcher.mark();
  if (early)
    watcher.stop();
}
