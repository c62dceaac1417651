class Counter {
public:
  int next() const { return ++value_; }

private:
  mutable int value_ = 0;
};

class Labels {
public:
  static const Counter counter;
};

const Counter Labels::counter; // CHECK: paraudit-interior-mutable-global

int use() { return Labels::counter.next(); }
