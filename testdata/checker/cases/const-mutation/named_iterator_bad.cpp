// Classes with one half of an iterator's methods are none; and who has one by its base's interface relies on the const.
class Walk {
 public:
  virtual ~Walk() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;
};

class Numbers : public Walk {
 public:
  bool Valid() const override { return ++asked_ < 10; } // CHECK: paraudit-const-mutation
  void Next() override {}

 private:
  mutable int asked_ = 0;
};

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
