// What the pointer leads to is an object of its own.
#include <memory>
#include <mutex>
#include <vector>

struct Type {
  int size = 0;
};

class Types {
public:
  Type* make() {
    std::lock_guard<std::mutex> lock(mutex_);
    types_.push_back(std::make_unique<Type>());
    return types_.back().get();
  }
  Type* root() {
    std::lock_guard<std::mutex> lock(mutex_);
    return root_;
  }
  void set_root(Type* root) {
    std::lock_guard<std::mutex> lock(mutex_);
    root_ = root;
  }

private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Type>> types_;
  Type* root_ = nullptr;
};

int use(Types& types) {
  types.set_root(types.make());
  return types.root()->size;
}
