// What the pointer leads to has a lock of its own, which every access holds.
#include <memory>
#include <mutex>

class Store {
 public:
  int get() const {
    std::lock_guard<std::mutex> hold(impl_->lock);
    return ++impl_->hits;
  }

 private:
  struct Impl {
    std::mutex lock;
    int hits = 0;
  };
  std::unique_ptr<Impl> impl_ = std::make_unique<Impl>();
};

static Store store;

int get() {
  return store.get();
}
