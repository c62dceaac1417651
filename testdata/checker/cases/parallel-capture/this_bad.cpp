// The tasks change a member through `this`, in a method that they call.
#include <functional>
#include <future>
#include <vector>

class Checker {
public:
  void run(const std::vector<int>& bodies) {
    std::vector<std::future<void>> results;
    for (int body : bodies)
      results.push_back(std::async(std::launch::async, [this, body] { check(body); }));
    for (auto& result : results)
      result.get();
  }

private:
  void check(int body) {
    if (body < 0)
      failed_ = true; // CHECK: paraudit-parallel-capture
  }

  bool failed_ = false;
};

Checker checker;
