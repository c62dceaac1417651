// Known miss: stored in a member of an object that all threads share.
struct Stats {
  long folded = 0;
};
thread_local Stats stats;

class Monitor {
public:
  void watch() {
    watched_ = &stats; // MISSING: paraudit-worker-local-escape
  }

private:
  Stats* watched_ = nullptr;
};
Monitor monitor;
