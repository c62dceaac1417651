// A search keeps where it stood; at the end of the list it steps back. Nothing is initialised.
#include <list>

class Sparse {
 public:
  bool test(int index) const {
    if (elements_.empty())
      return false;
    if (finger_ == elements_.end())
      --finger_;
    return *finger_ == index;
  }
  void add(int index) { finger_ = elements_.insert(elements_.end(), index); }

 private:
  mutable std::list<int> elements_;
  mutable std::list<int>::iterator finger_ = elements_.begin();
};

bool use(const Sparse& sparse) {
  return sparse.test(3);
}
