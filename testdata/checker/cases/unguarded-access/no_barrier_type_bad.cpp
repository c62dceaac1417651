// A type of one word that calls itself nothing but a pointer, and orders nothing.
#include <mutex>
#include <thread>


class Pointer {
public:
  explicit Pointer(void* to) : to_(to) {}
  void* load() const {
    void* result = to_;
    return result;
  }
  void store(void* to) {
    to_ = to;
  }

private:
  void* to_;
};

class Store {
public:
  void rotate() {
    std::lock_guard<std::mutex> lock(mutex_);
    old_.store(this);
    old_.store(nullptr);
    if (old_.load() != nullptr)
      ++rotations_;
  }
  bool is_rotating() const { return old_.load() != nullptr; } // CHECK: paraudit-unguarded-access

private:
  std::mutex mutex_;
  Pointer old_{nullptr};
  int rotations_ = 0;
};

int main() {
  Store store;
  std::thread rotator([&] { store.rotate(); });
  bool busy = store.is_rotating();
  rotator.join();
  return busy;
}
