// Here the iterator is set on first use: it stands at the end while it is unset.
#include <list>

class Sparse {
 public:
  bool test(int index) const {
    if (finger_ == elements_.end()) // CHECK: paraudit-lazy-init
      finger_ = elements_.begin();
    return finger_ != elements_.end() && *finger_ == index;
  }

 private:
  mutable std::list<int> elements_{1, 2};
  mutable std::list<int>::iterator finger_ = elements_.end();
};

bool use(const Sparse& sparse) {
  return sparse.test(3);
}
