// Whether the lock that comes by such a member is the one that is held, nobody knows here: no order of two is told.
#include <mutex>
#include <thread>

class Store {
 public:
  explicit Store(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++writes_;
  }

 private:
  std::mutex& mutex_;
  int writes_ = 0;
};
struct Server {
  std::mutex mutex;
  int served = 0;
};
void flush(Server& server, Store& store) {
  std::lock_guard<std::mutex> guard(server.mutex);
  ++server.served;
  store.write();
}

void run(Server& server, Server& other) {
  Store store(other.mutex);
  std::thread worker([&] { flush(server, store); });
  worker.join();
}
