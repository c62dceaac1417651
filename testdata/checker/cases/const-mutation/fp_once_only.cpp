// The only way to the initialisation is through the flag.
#include <mutex>

class Lazy {
 public:
  int get() const {
    std::call_once(once_, &Lazy::initialise, this);
    return value_;
  }

 private:
  static void initialise(const Lazy* lazy) { lazy->value_ = 42; }
  mutable int value_ = 0;
  mutable std::once_flag once_;
};

int use(const Lazy& lazy) {
  return lazy.get();
}
