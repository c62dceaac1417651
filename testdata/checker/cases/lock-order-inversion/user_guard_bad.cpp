// A guard class of the program's own, known by what its constructor and destructor do.
#include <mutex>

class Holder {
public:
  explicit Holder(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Holder() { mutex_.unlock(); }
  Holder(const Holder&) = delete;

private:
  std::mutex& mutex_;
};

std::mutex left;
std::mutex right;

void ahead() {
  Holder outer(left);
  Holder inner(right); // CHECK: paraudit-lock-order-inversion
}

void back() {
  Holder outer(right);
  Holder inner(left);
}

void apart() {
  { Holder only(right); }
  Holder other(left);
}
