// An atomic type of the program's own: a word between barriers, which are assembler in a function of their own.
#include <mutex>
#include <thread>

inline void barrier() { asm volatile("" : : : "memory"); }

class Pointer {
public:
  explicit Pointer(void* to) : to_(to) {}
  void* load() const {
    void* result = to_;
    barrier();
    return result;
  }
  void store(void* to) {
    barrier();
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
  bool is_rotating() const { return old_.load() != nullptr; }

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
