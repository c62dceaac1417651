// A loop that counts what is left asks again before each round; what it counts in a round depends on no older look.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

class Workers {
 public:
  void run(std::vector<std::function<void()>> jobs) {
    left_ = static_cast<int>(jobs.size());
    ready_ = std::move(jobs);
    std::thread first([this] { work(); }), second([this] { work(); });
    first.join();
    second.join();
  }

 private:
  void work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (left_ > 0) {
      if (ready_.empty()) {
        changed_.wait(lock);
        continue;
      }
      std::function<void()> job = ready_.back();
      ready_.pop_back();
      lock.unlock();
      job();
      lock.lock();
      --left_;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> ready_;
  int left_ = 0;
};

void use() {
  Workers workers;
  workers.run({[] {}});
}
