// A static lock guards a static cache; that a connection counts its attempts meanwhile is chance.
#include <map>
#include <mutex>
#include <string>
#include <thread>

class Connection {
 public:
  void start() {
    std::lock_guard<std::mutex> lock(cache_mutex_);
    ++cache_[host_];
    attempts_ = 1;
  }
  void restart() {
    std::lock_guard<std::mutex> lock(cache_mutex_);
    ++cache_[host_];
    ++attempts_;
  }
  void send() { ++attempts_; }

 private:
  static std::mutex cache_mutex_;
  static std::map<std::string, int> cache_;
  std::string host_;
  int attempts_ = 0;
};

std::mutex Connection::cache_mutex_;
std::map<std::string, int> Connection::cache_;

void serve() {
  Connection* connection = new Connection;
  connection->start();
  connection->send();
  connection->restart();
}

int main() {
  std::thread one(serve);
  std::thread two(serve);
  one.join();
  two.join();
}
