// A reader thread fills a ring and is the only one to count what it has written: it asks again only for what the other
// side has read.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

namespace {

class Counter {
 public:
  int get() {
    std::lock_guard<std::mutex> guard(mutex_);
    return value_;
  }
  int wait_for_change(int before) {
    std::unique_lock<std::mutex> guard(mutex_);
    changed_.wait(guard, [&] { return value_ != before; });
    return value_;
  }
  void step() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++value_;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int value_ = 0;
};

struct Ring {
  static constexpr int kSize = 4;
  char frames[kSize];
  Counter written, read;
};

void fill(Ring& ring) {
  for (int frame = 0; frame < 100; ++frame) {
    int written = ring.written.get();
    int read = ring.read.get();
    while (written - read >= Ring::kSize) {
      read = ring.read.wait_for_change(read);
    }
    ring.frames[written % Ring::kSize] = static_cast<char>(frame);
    ring.written.step();
  }
}

void drain(Ring& ring) {
  for (int frame = 0; frame < 100; ++frame) {
    int read = ring.read.get();
    int written = ring.written.get();
    while (read == written) {
      written = ring.written.wait_for_change(written);
    }
    std::printf("%d\n", ring.frames[read % Ring::kSize]);
    ring.read.step();
  }
}

} // namespace

int main() {
  Ring ring;
  std::thread writer([&] { fill(ring); });
  drain(ring);
  writer.join();
}
