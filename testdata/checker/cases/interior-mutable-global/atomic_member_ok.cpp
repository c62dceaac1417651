#include <atomic>

class Counter {
public:
  int next() const { return ++value_; }

private:
  mutable std::atomic<int> value_{0};
};

static const Counter counter;

int use() { return counter.next(); }
