// The same on an object that others may have, too.
#include <map>
#include <thread>

class Cache {
public:
  int get(int key) const { // CHECK: paraudit-const-mutation
    last_ = key;
    return key;
  }

private:
  mutable int last_ = 0;
};

class Worker {
public:
  explicit Worker(const Cache& cache) : cache_(&cache) {}
  void run() { sum_ += cache_->get(sum_); }

private:
  const Cache* cache_;
  int sum_ = 0;
};

int main() {
  Cache cache;
  Worker one(cache), two(cache);
  std::thread a([&] { one.run(); }), b([&] { two.run(); });
  a.join();
  b.join();
}
