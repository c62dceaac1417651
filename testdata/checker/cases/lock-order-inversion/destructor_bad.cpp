// The second order is only in a destructor that runs at the end of a scope, under the lock of that scope.
#include <mutex>

std::mutex pool;
std::mutex registry;

class Session {
public:
  Session() = default;
  ~Session() {
    std::lock_guard<std::mutex> guard(registry); // CHECK: paraudit-lock-order-inversion
    --open;
  }

private:
  static int open;
};

int Session::open = 0;

void use() {
  std::lock_guard<std::mutex> guard(pool);
  Session session;
}

void list() {
  std::lock_guard<std::mutex> outer(registry);
  std::lock_guard<std::mutex> inner(pool);
}
