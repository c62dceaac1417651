// A tree of scopes, child first, and nothing says which way.
#include <mutex>

class Scope {
public:
  explicit Scope(Scope* parent) : parent_(parent) {}
  void move_to(Scope* parent) { parent_ = parent; }
  int resolve(int name) {
    std::lock_guard<std::mutex> lock(mutex_);
    return name_ == name ? 1 : parent_->lookup(name);
  }
  int lookup(int name) {
    std::lock_guard<std::mutex> lock(mutex_); // CHECK: paraudit-instance-order
    return name_ == name ? 2 : 0;
  }

private:
  Scope* parent_;
  std::mutex mutex_;
  int name_ = 0;
};

Scope root(nullptr);
int find(int name) { return root.resolve(name); }
