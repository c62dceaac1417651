// A const method that all of the program calls on a part of an object which is being changed, promises others nothing.
#include <thread>

class Violations {
public:
  bool empty() const {
    while (first_ < 10 && set_[first_] == 0) {
      ++first_;
    }
    return first_ == 10;
  }

private:
  mutable int first_ = 0;
  int set_[10] = {};
};

class Propagator {
public:
  virtual ~Propagator() = default;
  virtual bool propagate() {
    return violations_.empty() && more_.empty();
  }

private:
  Violations violations_, more_;
};

int main() {
  std::thread a([] { Propagator().propagate(); }), b([] { Propagator().propagate(); });
  a.join();
  b.join();
}
