// A mutable member that a method changes which is not const: its caller has the object alone.
#include <atomic>
#include <vector>

class Picker {
 public:
  void split() {
    if (dirty_) return;
    dirty_ = true;
    ++splits_;
  }
  int splits() const { return splits_; }

 private:
  mutable bool dirty_ = false;
  std::atomic<int> splits_{0};
};

void use(Picker& picker) { picker.split(); }
