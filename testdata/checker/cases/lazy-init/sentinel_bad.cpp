// What stands for "not yet" may be any constant.
int measure();
double weigh();
struct Node {};
extern Node missing;
static Node* const kMissing = &missing;
Node* find_root();

class Shape {
 public:
  double weight() const {
    if (weight_ == -1.5) // CHECK: paraudit-lazy-init
      weight_ = weigh();
    return weight_;
  }
  int size() const {
    if (size_ == kUnknown) // CHECK: paraudit-lazy-init
      size_ = measure();
    return size_;
  }
  Node* root() const {
    if (root_ == kMissing) // CHECK: paraudit-lazy-init
      root_ = find_root();
    return root_;
  }

 private:
  enum { kUnknown = -7 };
  mutable double weight_ = -1.5;
  mutable int size_ = kUnknown;
  mutable Node* root_ = kMissing;
};

double use(const Shape& shape) {
  return shape.weight() + shape.size() + (shape.root() != nullptr);
}
