// Readers on one side, writers on the other: a reader of the one waits for the writer of the other.
#include <mutex>
#include <shared_mutex>

class Module {
 public:
  int lookup() {
    std::shared_lock<std::shared_mutex> functions(functions_);
    std::shared_lock<std::shared_mutex> globals(globals_); // CHECK: paraudit-lock-order-inversion
    return count_;
  }
  void add() {
    std::unique_lock<std::shared_mutex> globals(globals_);
    std::unique_lock<std::shared_mutex> functions(functions_);
    ++count_;
  }

 private:
  std::shared_mutex functions_;
  std::shared_mutex globals_;
  int count_ = 0;
};

Module module_one;
int get() {
  return module_one.lookup();
}
void put() {
  module_one.add();
}
