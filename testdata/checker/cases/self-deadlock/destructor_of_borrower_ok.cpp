// As destructor_of_borrower_bad.cpp, but the guard dies first, or the object refers to another.
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
    std::lock_guard<std::mutex> guard(hub_.mutex);
    --hub_.users;
  }

 private:
  Hub& hub_;
};
void use(Hub& hub) {
  User user(hub);
  std::lock_guard<std::mutex> guard(hub.mutex);
  ++hub.users;
}
void use_later(Hub& hub) {
  std::optional<User> user;
  user.emplace(hub);
  {
    std::lock_guard<std::mutex> guard(hub.mutex);
    ++hub.users;
  }
  user.reset();
}
struct Registry {
  std::mutex mutex;
  Hub hub;
  void use() {
    std::lock_guard<std::mutex> guard(mutex);
    User user(hub);
  }
};

void run(Hub& hub, Registry& registry) {
  use(hub);
  use_later(hub);
  registry.use();
}
