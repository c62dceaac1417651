// Wrong: the starter waits for the task's signal before it uses what the task wrote.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

void load() {
  std::mutex mutex;
  std::condition_variable loaded;
  bool ready = false;
  std::string configuration;
  std::thread loader([&] {
    configuration = "x"; // CHECK: paraudit-parallel-capture
    {
      std::lock_guard<std::mutex> guard(mutex);
      ready = true;
    }
    loaded.notify_one();
  });
  {
    std::unique_lock<std::mutex> lock(mutex);
    loaded.wait(lock, [&] { return ready; });
  }
  configuration += "!";
  loader.join();
}
