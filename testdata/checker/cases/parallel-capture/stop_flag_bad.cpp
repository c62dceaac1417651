// The task reads what others change while it runs: a plain flag to stop it, a list that grows.
#include <string>
#include <thread>
#include <vector>

class Spinner {
 public:
  void start() {
    thread_ = std::thread([this] {
      while (!stop_)
        std::this_thread::yield();
    });
  }
  void stop() {
    stop_ = true; // CHECK: paraudit-parallel-capture
    thread_.join();
  }

 private:
  bool stop_ = false;
  std::thread thread_;
};

static void render() {
  std::thread other([] {});
  other.join();
}

void use() {
  Spinner spinner;
  spinner.start();
  render();
  spinner.stop();
}

size_t grow() {
  bool is_done = false;
  size_t longest = 0;
  std::vector<std::string> names;
  std::thread watcher([&] {
    while (!is_done)
      for (const std::string& name : names)
        longest = name.size();
  });
  for (int i = 0; i < 9; ++i)
    names.push_back(std::to_string(i)); // CHECK: paraudit-parallel-capture
  is_done = true;                       // CHECK: paraudit-parallel-capture
  watcher.join();
  return longest;
}
