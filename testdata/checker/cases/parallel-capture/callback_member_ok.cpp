// A callback whose thread is waited for; and another object of the same class, whose callback no thread runs.
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

struct Visitor {
  std::function<void(int)> on_value;
  void visit(int value) { on_value(value); }
};

int ticks() {
  int count = 0;
  {
    Timer timer([&] { ++count; });
  }
  return count;
}

void on_thread(Visitor& visitor) {
  std::thread first([&] { visitor.visit(1); });
  std::thread second([&] { visitor.visit(2); });
  first.join();
  second.join();
}

int serial() {
  int sum = 0;
  Visitor visitor;
  visitor.on_value = [&](int value) { sum += value; };
  visitor.visit(1);
  visitor.visit(2);
  return sum;
}
