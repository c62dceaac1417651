// One function for every kind of message, and a case for each: the caller's kind is a constant, its case takes no lock.
#include <mutex>

enum Kind { kAck, kLoss, kShutdown, kKeepAlive, kReset };

class Connection {
 public:
  void receive() {
    std::lock_guard<std::mutex> guard(receive_lock_);
    ++received_;
    send(kShutdown);
    send(kReset); // the default
    forward(kKeepAlive);
  }

  void acknowledge() { send(kAck); }

 private:
  void forward(Kind kind) { send(kind); }

  void send(Kind kind) {
    switch (kind) {
    case kAck:
      acknowledge_now();
      break;
    case kLoss: {
      std::lock_guard<std::mutex> guard(receive_lock_);
      ++lost_;
      break;
    }
    case kShutdown:
    case kKeepAlive:
      ++sent_;
      break;
    default:
      break;
    }
  }

  void acknowledge_now() {
    std::lock_guard<std::mutex> guard(receive_lock_);
    received_ = 0;
  }

  std::mutex receive_lock_;
  int received_ = 0, lost_ = 0, sent_ = 0;
};

void use(Connection& connection) {
  connection.receive();
  connection.acknowledge();
}
