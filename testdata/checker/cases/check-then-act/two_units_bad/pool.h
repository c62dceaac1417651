#include <mutex>

class Pool {
public:
  bool empty();
  int take();

private:
  std::mutex mutex_;
  int free_ = 8;
};
