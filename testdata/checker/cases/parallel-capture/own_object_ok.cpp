// Each thread has an object of its own: an element that a method is called of, a copy of a functor, a message to visit.
#include <thread>
#include <variant>
#include <vector>

class Walker {
 public:
  void walk(int steps) { steps_ = steps; }
  int steps() const { return steps_; }

 private:
  int steps_ = 0;
};

struct Counter {
  int count = 0;
  void operator()() { ++count; }
};

class Meter {
 public:
  void start() {
    thread_ = std::thread([this] {
      std::visit([this](auto& message) { on(message); }, message_);
    });
  }
  void stop() { thread_.join(); }
  int value() const { return value_; }

 private:
  void on(int& number) { value_ += number; }
  void on(char& letter) { value_ -= letter; }

  std::variant<int, char> message_{3};
  int value_ = 0;
  std::thread thread_;
};

int run(std::vector<Walker>& walkers, std::vector<Meter>& meters) {
  std::vector<std::thread> threads;
  for (Walker& walker : walkers)
    threads.emplace_back(&Walker::walk, &walker, 20);
  for (int i = 0; i < 4; ++i)
    threads.emplace_back(Counter{});
  for (std::thread& thread : threads)
    thread.join();
  int sum = 0;
  for (Meter& meter : meters)
    meter.start();
  for (Meter& meter : meters)
    meter.stop();
  for (Meter& meter : meters)
    sum += meter.value();
  return sum;
}
