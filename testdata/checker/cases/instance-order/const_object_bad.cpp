// The other object is const, its lock is not.
#include <mutex>

struct Context {
  std::mutex mutex;
  int types = 0;
};

void copy_types(Context& to, const Context& from) {
  std::lock_guard<std::mutex> one(to.mutex);
  std::lock_guard<std::mutex> two(const_cast<Context&>(from).mutex); // CHECK: paraudit-instance-order
  to.types = from.types;
}
