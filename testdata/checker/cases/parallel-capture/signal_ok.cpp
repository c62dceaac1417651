// The starter waits for the task's signal before it uses what the task wrote.
#include <atomic>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

void load() {
  std::mutex mutex;
  std::condition_variable loaded;
  bool ready = false;
  std::string configuration;
  std::thread loader([&] {
    configuration = "x";
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

class Loader {
 public:
  void by_promise() {
    std::promise<int> done;
    std::future<int> result = done.get_future();
    std::thread loader([&] {
      text_ = "x";
      done.set_value(1);
    });
    result.get();
    text_ += "!";
    loader.join();
  }
  void by_latch() {
    std::thread loader([this] {
      text_ = "x";
      latch_.count_down();
    });
    latch_.wait();
    text_ += "!";
    loader.join();
  }
  void by_semaphore() {
    std::thread loader([this] {
      text_ = "x";
      semaphore_.release();
    });
    semaphore_.acquire();
    text_ += "!";
    loader.join();
  }
  void by_spinning() {
    std::thread loader([this] {
      text_ = "x";
      ready_.store(true);
    });
    while (!ready_.load()) {
    }
    text_ += "!";
    loader.join();
  }
  void by_atomic_wait() {
    std::thread loader([this] {
      text_ = "x";
      ready_ = true;
      ready_.notify_one();
    });
    ready_.wait(false);
    text_ += "!";
    loader.join();
  }

 private:
  std::string text_;
  std::latch latch_{1};
  std::binary_semaphore semaphore_{0};
  std::atomic<bool> ready_{false};
};
