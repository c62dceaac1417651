#pragma once
#include <functional>
#include <mutex>
#include <vector>

class Bus {
public:
  void subscribe(std::function<void(int)> listener);
  void publish(int event);

private:
  std::mutex mutex_;
  std::vector<std::function<void(int)>> listeners_;
};
