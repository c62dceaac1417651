// Designated initialisers, an aggregate in an aggregate, one that a function returns, and braces around a member.
#include <mutex>
#include <thread>

std::mutex index_mutex, data_mutex, log_mutex, net_mutex;

struct Locks {
  std::mutex* outer;
  std::mutex* inner;
};
struct Storer {
  int puts;
  Locks locks;
  void put() {
    std::lock_guard<std::mutex> first(*locks.outer);
    std::lock_guard<std::mutex> second(*locks.inner);
    ++puts;
  }
};
void sweep() {
  std::lock_guard<std::mutex> first(data_mutex);
  std::lock_guard<std::mutex> second(index_mutex); // CHECK: paraudit-lock-order-inversion
}

struct Sender {
  std::mutex& mutex;
  void send() {
    std::lock_guard<std::mutex> first(mutex);
    std::lock_guard<std::mutex> second(net_mutex); // CHECK: paraudit-lock-order-inversion
  }
};
Sender make_sender() {
  return {log_mutex};
}
class Receiver {
 public:
  explicit Receiver(std::mutex* log) : log_{log} {}
  void receive() {
    std::lock_guard<std::mutex> first(net_mutex);
    std::lock_guard<std::mutex> second(*log_);
  }

 private:
  std::mutex* log_;
};

void run() {
  Storer storer{.puts = 0, .locks = {.outer = &index_mutex, .inner = &data_mutex}};
  Sender sender = make_sender();
  Receiver receiver{&log_mutex};
  std::thread first([&] {
    storer.put();
    sender.send();
  });
  std::thread second([&] {
    sweep();
    receiver.receive();
  });
  first.join();
  second.join();
}
