// The pointer never changes; what changes lies so deep behind it that the path to it is cut.
#include <mutex>

struct Leaf {
  int value = 0;
};
struct Node {
  Leaf* leaf = new Leaf;
};
struct Part {
  void grow() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (node_ != nullptr) {
      node_->leaf->value = 1;
    }
  }
  bool is_set() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return node_ != nullptr;
  }
  bool has_any() const { return node_ != nullptr; }

  mutable std::mutex mutex_;
  Node* node_ = new Node;
};
struct Inner {
  Part part_;
};
struct Middle {
  Inner inner_;
};

class Outer {
public:
  void run() { middle_->inner_.part_.grow(); }
  bool test() const { return middle_->inner_.part_.is_set() || middle_->inner_.part_.has_any(); }

private:
  Middle* middle_ = new Middle;
};

bool use(Outer& outer) {
  outer.run();
  return outer.test();
}
