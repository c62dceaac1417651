// What the task changes after its signal, or what the starter uses before it, no wait orders; nor does another's signal.
#include <atomic>
#include <future>
#include <latch>
#include <string>
#include <thread>

void after_signal() {
  std::promise<int> done;
  std::future<int> result = done.get_future();
  std::string text;
  std::thread loader([&] {
    done.set_value(1);
    text = "x"; // CHECK: paraudit-parallel-capture
  });
  result.get();
  text += "!";
  loader.join();
}

void before_wait() {
  std::latch loaded(1);
  std::string text;
  std::thread loader([&] {
    text = "x"; // CHECK: paraudit-parallel-capture
    loaded.count_down();
  });
  text += "!";
  loaded.wait();
  loader.join();
}

void started(std::atomic<bool>& other) {
  std::atomic<bool> running{false};
  std::string text;
  int rounds = 0;
  std::thread loader([&] {
    running = true;
    text = "x"; // CHECK: paraudit-parallel-capture
  });
  while (!running) {
  }
  text += "!";
  std::thread counter([&] {
    ++rounds; // CHECK: paraudit-parallel-capture
  });
  while (!other) {
  }
  ++rounds;
  loader.join();
  counter.join();
}
