// What a lambda calls under call_once runs under it.
#include <mutex>

class Module {
 public:
  int size() const {
    std::call_once(once_, [this] { scan(); });
    return size_;
  }

 private:
  void scan() const { size_ = 1; }

  mutable std::once_flag once_;
  mutable int size_ = 0;
};

int use(const Module& module) {
  return module.size();
}
