// CHECKS: paraudit-mutable-global, paraudit-interior-mutable-global
// An object that changes behind const alone is one finding, under the name that says so.
class Counter {
public:
  int next() const { return ++value_; }

private:
  mutable int value_ = 0;
};

static Counter hidden; // CHECK: paraudit-interior-mutable-global

int use() { return hidden.next(); }
