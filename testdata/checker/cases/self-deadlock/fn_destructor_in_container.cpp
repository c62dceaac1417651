// Known miss: which hub the clients in a hub's container refer to is not known, though all are made with that one.
#include <memory>
#include <mutex>
#include <vector>

class Hub;
class Client {
 public:
  explicit Client(Hub& hub) : hub_(hub) {}
  ~Client();

 private:
  Hub& hub_;
};
class Hub {
 public:
  void forget() {
    std::lock_guard<std::mutex> guard(mutex_); // MISSING: paraudit-self-deadlock
    ++forgotten_;
  }
  void add() {
    std::lock_guard<std::mutex> guard(mutex_);
    clients_.push_back(std::make_unique<Client>(*this));
  }
  void drop_all() {
    std::lock_guard<std::mutex> guard(mutex_);
    clients_.clear();
  }

 private:
  std::mutex mutex_;
  int forgotten_ = 0;
  std::vector<std::unique_ptr<Client>> clients_;
};
Client::~Client() {
  hub_.forget();
}

void run(Hub& hub) {
  hub.add();
  hub.drop_all();
}
