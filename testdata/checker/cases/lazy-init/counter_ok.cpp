// A counter that has come far enough starts again: nothing is initialised.
class Tree {
 public:
  bool dominates(int a, int b) const {
    slow_queries_++;
    if (slow_queries_ > 32) {
      renumber();
      slow_queries_ = 0;
    }
    return a < b;
  }

 private:
  void renumber() const {}

  mutable unsigned slow_queries_ = 0; // a race, which paraudit-const-mutation tells of
};

bool dominates(const Tree& tree) {
  return tree.dominates(1, 2);
}
