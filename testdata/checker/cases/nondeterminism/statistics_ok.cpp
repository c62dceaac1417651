// Counted, but nobody takes the number; and a reference count.
#include <atomic>
#include <tbb/parallel_for.h>

static std::atomic<long> folded;

class Module {
public:
  int retain() { return ++refs_; }
  void release() {
    if (--refs_ == 0)
      delete this;
  }

private:
  std::atomic<int> refs_{1};
};

void run(int count, Module* module) {
  tbb::parallel_for(0, count, [=](int) {
    folded.fetch_add(1, std::memory_order_relaxed);
    ++folded;
    module->retain();
    module->release();
  });
}
