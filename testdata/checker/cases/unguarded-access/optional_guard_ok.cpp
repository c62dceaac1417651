// A socket that only some programs share: the guard gets no lock where there is nobody to lock out.
#include <mutex>
#include <thread>

struct OptionalGuard {
  explicit OptionalGuard(std::mutex* mutex) : mutex_(mutex) {
    if (mutex_ != nullptr)
      mutex_->lock();
  }
  ~OptionalGuard() {
    if (mutex_ != nullptr)
      mutex_->unlock();
  }
  OptionalGuard(const OptionalGuard&) = delete;
  OptionalGuard& operator=(const OptionalGuard&) = delete;

private:
  std::mutex* mutex_;
};

class Socket {
public:
  explicit Socket(bool is_shared) : is_shared_(is_shared) {}
  void send(int bytes) {
    OptionalGuard guard(is_shared_ ? &mutex_ : nullptr);
    sent_ += bytes;
  }
  void forget() {
    OptionalGuard guard(is_shared_ ? &mutex_ : nullptr);
    reset();
  }
  int sent() {
    OptionalGuard guard(!is_shared_ ? nullptr : &mutex_);
    return sent_;
  }
  void add_shared(int bytes) {
    std::lock_guard<std::mutex> guard(mutex_);
    sent_ += bytes;
  }
  void reset_shared() {
    std::lock_guard<std::mutex> guard(mutex_);
    reset();
  }

private:
  void reset() { sent_ = 0; }

  bool is_shared_;
  std::mutex mutex_;
  int sent_ = 0;
};

int main() {
  Socket socket(true);
  std::thread other([&] {
    socket.send(1);
    socket.add_shared(2);
    socket.reset_shared();
  });
  socket.send(2);
  socket.forget();
  other.join();
  return socket.sent();
}
