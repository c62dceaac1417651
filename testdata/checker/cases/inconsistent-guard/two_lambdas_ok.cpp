// One lock, seen through two lambdas: of this one and around another.
#include <memory>
#include <mutex>
#include <thread>

struct State {
  int count = 0;
  std::mutex mutex;
};

class Generator {
 public:
  static Generator& instance() {
    static Generator generator;
    return generator;
  }
  int next(int kind) {
    std::lock_guard<std::mutex> guard(state_->mutex);
    int result = 0;
    auto simple = [&] { result = state_->count++; };
    auto either = [&] {
      if (kind != 0)
        simple();
      else
        state_->count += 2;
    };
    if (kind == 3)
      simple();
    else
      either();
    return result;
  }

 private:
  std::unique_ptr<State> state_ = std::make_unique<State>();
};

int main() {
  std::thread one([] { Generator::instance().next(1); });
  Generator::instance().next(2);
  one.join();
}
