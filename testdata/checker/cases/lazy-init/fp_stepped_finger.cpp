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

// Where to search from is told by the element that it stands on.
class Ordered {
 public:
  bool test(int index) const {
    std::list<int>::iterator at = finger_;
    if (*finger_ == index)
      return true;
    while (at != elements_.begin() && *at > index)
      --at;
    finger_ = at;
    return *at == index;
  }

 private:
  mutable std::list<int> elements_{1, 2};
  mutable std::list<int>::iterator finger_ = elements_.begin();
};

bool use(const Ordered& ordered) {
  return ordered.test(3);
}
