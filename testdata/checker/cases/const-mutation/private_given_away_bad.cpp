// The private method is also given to a library that nobody follows: who calls it through that is not known.
class Counter;
using Method = void (Counter::*)() const;

void keep(Method method);

class Counter {
 public:
  void add() { step(); }
  static void publish() { keep(&Counter::step); }

 private:
  void step() const { // CHECK: paraudit-const-mutation
    ++count_;
  }
  mutable int count_ = 0;
};

void use(Counter& counter) {
  counter.add();
  Counter::publish();
}
