// The usual cure: copy the listeners, release, call.
#include <functional>
#include <mutex>
#include <vector>

class Events {
public:
  void subscribe(std::function<void(int)> f) {
    std::lock_guard<std::mutex> lock(mutex_);
    listeners_.push_back(std::move(f));
  }
  void fire(int event) {
    std::vector<std::function<void(int)>> listeners;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      listeners = listeners_;
    }
    for (auto& listener : listeners)
      listener(event);
  }

private:
  std::mutex mutex_;
  std::vector<std::function<void(int)>> listeners_;
};

Events events;
