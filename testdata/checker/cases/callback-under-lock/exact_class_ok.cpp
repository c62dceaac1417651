// Elements of containers and arrays, members, and what was made right here: there is but one method to run.
#include <deque>
#include <memory>
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

struct Core {
  Histogram histograms[4];
};

class Statistics {
 public:
  void reset(Core& other) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Histogram& histogram : all_)
      histogram.clear();
    all_[0].clear();
    all_.back().clear();
    for (int i = 0; i < 4; ++i)
      cores_[i]->histograms[i].clear();
    other.histograms[0].clear();
    Histogram* made = new Histogram;
    made->clear();
    delete made;
  }

 private:
  std::mutex mutex_;
  std::deque<Histogram> all_;
  std::unique_ptr<Core> cores_[4];
};

struct Detailed : Histogram {
  void clear() override { parts = 0; }
  int parts = 0;
};
Detailed detailed;
Statistics statistics;
Core core;

void reset() { statistics.reset(core); }
