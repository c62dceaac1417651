// Through a non-const method of what a member owns behind a pointer.
#include <memory>

struct Arena {
  ~Arena() { used = 0; }
  void* take(unsigned long size) {
    used += size;
    return nullptr;
  }
  unsigned long used = 0;
};

class Builder {
public:
  void* node() const { // CHECK: paraudit-const-mutation
    return arena_->take(16);
  }

private:
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
};

// A raw pointer that the destructor follows is owned as well.
class Module {
public:
  Module() : arena_(new Arena) {}
  Module(const Module&) = delete;
  ~Module() { delete arena_; }
  void* node() const { // CHECK: paraudit-const-mutation
    return arena_->take(16);
  }

private:
  Arena* arena_;
};

void* use(const Builder& builder, const Module& module) { return builder.node() ? module.node() : nullptr; }
