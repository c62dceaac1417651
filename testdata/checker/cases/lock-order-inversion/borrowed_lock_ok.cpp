// As borrowed_lock_bad.cpp, but in one order; and members that are given different locks are no one lock.
#include <mutex>

std::mutex registry_mutex, log_mutex, left_mutex, right_mutex;

class Registry {
 public:
  explicit Registry(std::mutex& mutex) : mutex_(mutex) {}
  void add() {
    std::lock_guard<std::mutex> outer(mutex_);
    std::lock_guard<std::mutex> inner(log_mutex);
    ++entries_;
  }

 private:
  std::mutex& mutex_;
  int entries_ = 0;
};

void log_registry() {
  std::lock_guard<std::mutex> outer(registry_mutex);
  std::lock_guard<std::mutex> inner(log_mutex);
}

class Side {
 public:
  explicit Side(std::mutex& mutex) : mutex_(mutex) {}
  void step() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++steps_;
  }

 private:
  std::mutex& mutex_;
  int steps_ = 0;
};

void use() {
  Registry registry(registry_mutex);
  registry.add();
  log_registry();
  Side left(left_mutex), right(right_mutex);
  std::lock_guard<std::mutex> guard(left_mutex);
  right.step();
}
