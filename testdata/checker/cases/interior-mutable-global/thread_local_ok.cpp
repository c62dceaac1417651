class Scratch {
public:
  int next() const { return ++value_; }

private:
  mutable int value_ = 0;
};

static thread_local const Scratch scratch;

int use() { return scratch.next(); }
