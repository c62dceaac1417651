// A callback in a member that the object's thread calls, while its giver uses what it captured.
#include <functional>
#include <thread>

class Timer {
public:
  explicit Timer(std::function<void()> callback) : callback_(std::move(callback)), thread_([this] { loop(); }) {}
  ~Timer() { thread_.join(); }

private:
  void loop() {
    for (int i = 0; i < 3; ++i)
      callback_();
  }
  std::function<void()> callback_;
  std::thread thread_;
};

class Server {
public:
  void on_request(std::function<void(int)> handler) { handler_ = std::move(handler); }
  void start() {
    for (std::thread& thread : threads_)
      thread = std::thread(&Server::serve, this);
  }
  void stop() {
    for (std::thread& thread : threads_)
      thread.join();
  }

private:
  void serve() {
    for (int i = 0; i < 3; ++i)
      handler_(i);
  }
  std::function<void(int)> handler_;
  std::thread threads_[4];
};

int ticks() {
  int count = 0;
  {
    Timer timer([&] {
      ++count; // CHECK: paraudit-parallel-capture
    });
    count += 2;
  }
  return count;
}

int requests() {
  int count = 0;
  Server server;
  server.on_request([&](int) {
    ++count; // CHECK: paraudit-parallel-capture
  });
  server.start();
  server.stop();
  return count;
}
