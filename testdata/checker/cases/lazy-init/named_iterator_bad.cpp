// A table that hands out iterators is none itself.
#include <mutex>

class Table {
 public:
  bool Valid() const { return true; }
  int key() const {
    if (first_ == nullptr) // CHECK: paraudit-lazy-init
      first_ = new int(1);
    return *first_;
  }

 private:
  std::mutex mutex_;
  mutable int* first_ = nullptr;
};
