// References and pointers to elements of any class.
#include <deque>
#include <mutex>

struct Histogram {
  virtual ~Histogram() = default;
  virtual void clear() {
    std::lock_guard<std::mutex> lock(mutex);
    count = 0;
  }
  std::mutex mutex;
  int count = 0;
};

struct Detailed : Histogram {
  void clear() override { parts = 0; }
  int parts = 0;
};

class Statistics {
 public:
  void reset(Histogram& given) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Histogram* histogram : all_)
      histogram->clear(); // CHECK: paraudit-callback-under-lock
    given.clear();        // CHECK: paraudit-callback-under-lock
  }
  void add(Histogram* histogram) { all_.push_back(histogram); }

 private:
  std::mutex mutex_;
  std::deque<Histogram*> all_;
};

Detailed detailed;
Histogram plain;
Statistics statistics;

void reset(Histogram& given) { statistics.reset(given); }
