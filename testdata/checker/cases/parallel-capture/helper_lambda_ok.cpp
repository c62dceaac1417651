// What the helper locks around the call guards the lambda's change; what the task itself owns is nobody else's.
#include <mutex>
#include <thread>
#include <vector>

template <class F> static void retry(int times, F attempt) {
  while (times-- && !attempt()) {
  }
}

class Guarded {
 public:
  template <class F> auto with(F change) {
    std::lock_guard<std::mutex> guard(mutex_);
    return change();
  }

 private:
  std::mutex mutex_;
};

int count(Guarded& guarded, std::vector<int>& results) {
  int total = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      int own = 0;
      retry(3, [&] {
        ++own;
        return true;
      });
      retry(3, [&] {
        results[i] = own;
        return true;
      });
      guarded.with([&] {
        total += own;
        return total;
      });
      std::vector<int> kept;
      retry(2, [&kept] {
        kept.push_back(1);
        return !kept.empty();
      });
    });
  for (std::thread& thread : threads)
    thread.join();
  return total;
}
