// Classes with one half of an iterator's methods are none.
class Connection {
 public:
  bool Valid() const { return ++uses_ < 10; } // CHECK: paraudit-const-mutation

 private:
  mutable int uses_ = 0;
};

class Chain {
 public:
  Chain* Next() const { // CHECK: paraudit-const-mutation
    ++steps_;
    return next_;
  }

 private:
  Chain* next_ = nullptr;
  mutable int steps_ = 0;
};
