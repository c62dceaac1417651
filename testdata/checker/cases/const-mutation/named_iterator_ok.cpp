// Iterators that are told by their names: one is made for each walk.
class Walk {
 public:
  virtual ~Walk() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;
};

class Numbers : public Walk {
 public:
  bool Valid() const override { return at_ < 10; }
  void Next() override { ++at_; }
  int key() const {
    if (pinned_ != at_)
      pinned_ = at_;
    return pinned_;
  }

 private:
  int at_ = 0;
  mutable int pinned_ = -1;
};

class Lines {
 public:
  bool hasNext() const { return sought() < 3; }
  int next() { return at_++; }

 private:
  int sought() const { return seen_ = at_; }
  int at_ = 0;
  mutable int seen_ = 0;
};
