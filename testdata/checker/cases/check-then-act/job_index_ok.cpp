// Peers take the next job of a batch; how many there are is set again, by the owner, when all are done.
#include <mutex>
#include <thread>
#include <vector>

namespace {

class Batch {
 public:
  explicit Batch(int jobs) : total_(jobs) {}
  void work() {
    mutex_.lock();
    while (taken_ < total_) {
      int mine = taken_++;
      mutex_.unlock();
      estimate(mine);
      mutex_.lock();
    }
    mutex_.unlock();
  }
  void add(int jobs) {
    std::lock_guard<std::mutex> guard(mutex_);
    total_ += jobs;
  }

 private:
  void estimate(int job) {
    if (job == 0) {
      add(3); // found more to do
    }
  }

  std::mutex mutex_;
  int taken_ = 0, total_;
};

} // namespace

int main() {
  Batch batch(10);
  std::thread peer([&] { batch.work(); });
  batch.work();
  peer.join();
}
