// What refers to an object locks that object's mutex when it dies, and it dies before the guard that its maker has.
#include <mutex>
#include <optional>

struct Hub {
  std::mutex mutex;
  int users = 0;
};
class User {
 public:
  explicit User(Hub& hub) : hub_(hub) {}
  ~User() {
    std::lock_guard<std::mutex> guard(hub_.mutex); // CHECK: paraudit-self-deadlock
    --hub_.users;
  }

 private:
  Hub& hub_;
};
void use(Hub& hub) {
  std::lock_guard<std::mutex> guard(hub.mutex);
  User user(hub);
  ++hub.users;
}

class Late {
 public:
  explicit Late(Hub& hub) : hub_{hub} {}
  ~Late() {
    std::lock_guard<std::mutex> guard(hub_.mutex); // CHECK: paraudit-self-deadlock
    --hub_.users;
  }

 private:
  Hub& hub_;
};
void use_later(Hub& hub) {
  std::optional<Late> late;
  late.emplace(hub);
  std::lock_guard<std::mutex> guard(hub.mutex);
  late.reset();
}

void run(Hub& hub) {
  use(hub);
  use_later(hub);
}
