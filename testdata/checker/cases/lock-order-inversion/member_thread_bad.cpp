// Two services with a thread each, kept as members, run side by side.
#include <mutex>
#include <thread>

static std::mutex index_lock;
static std::mutex store_lock;
static int n = 0;

class Indexer {
 public:
  void start() {
    thread_ = std::thread([] {
      std::lock_guard<std::mutex> outer(index_lock);
      std::lock_guard<std::mutex> inner(store_lock); // CHECK: paraudit-lock-order-inversion
      ++n;
    });
  }
  void stop() { thread_.join(); }

 private:
  std::thread thread_;
};

class Writer {
 public:
  void start() {
    thread_ = std::thread([] {
      std::lock_guard<std::mutex> outer(store_lock);
      std::lock_guard<std::mutex> inner(index_lock);
      --n;
    });
  }
  void stop() { thread_.join(); }

 private:
  std::thread thread_;
};

int main() {
  Indexer indexer;
  Writer writer;
  indexer.start();
  writer.start();
  indexer.stop();
  writer.stop();
}
