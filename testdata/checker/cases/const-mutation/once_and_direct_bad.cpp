// One way to the initialisation leads past the flag.
#include <mutex>

class Lazy {
 public:
  int get() const {
    std::call_once(once_, &Lazy::initialise, this);
    return value_;
  }
  int refreshed() {
    initialise(this);
    return value_;
  }

 private:
  static void initialise(const Lazy* lazy) { // CHECK: paraudit-const-mutation
    lazy->value_ = 42;
  }
  mutable int value_ = 0;
  mutable std::once_flag once_;
};

int use(Lazy& lazy) {
  return lazy.get() + lazy.refreshed();
}
