// Wrappers, guards and helpers of the program's own: known by what their bodies do, never by name.
#include <atomic>
#include <mutex>

class Bolt { // wraps a lock
 public:
  void lock() { inner_.lock(); }
  void unlock() { inner_.unlock(); }

 private:
  std::mutex inner_;
};

class Spin { // a lock made of an atomic
 public:
  void lock() {
    while (flag_.test_and_set())
      ;
  }
  void unlock() { flag_.clear(); }

 private:
  std::atomic_flag flag_;
};

class Holder { // a guard by its constructor and destructor
 public:
  explicit Holder(Bolt& bolt) : bolt_(bolt) { bolt_.lock(); }
  ~Holder() { bolt_.unlock(); }

 private:
  Bolt& bolt_;
};

class MaybeHolder {
 public:
  explicit MaybeHolder(std::mutex* m) : m_(m) {
    if (m_ != nullptr)
      m_->lock();
  }
  ~MaybeHolder() {
    if (m_ != nullptr)
      m_->unlock();
  }

 private:
  std::mutex* m_;
};

class Wrapped { // a guard because it contains one
 public:
  explicit Wrapped(std::mutex& m) : g_(m) {}

 private:
  std::lock_guard<std::mutex> g_;
};

class Looks { // has a guard's name only
 public:
  explicit Looks(Bolt&) {}
  ~Looks() {}
};

struct Account {
  Bolt bolt;
  Spin spin;
  std::mutex m;
  int money = 0;
  void enter() { m.lock(); }
  void leave() { m.unlock(); }
  bool try_enter() { return m.try_lock(); }
};

void with_holder(Account& a) {
  Holder h(a.bolt);
  a.money = 1; // a.bolt held
}

void with_maybe(Account& a) {
  {
    MaybeHolder h(&a.m);
    a.money = 2; // a.m held
  }
  a.money = 3; // not held
}

void with_optional_lock(std::mutex* m, Account& a) {
  if (m)
    m->lock();
  a.money = 15; // *m held, where there is one
  if (m)
    m->unlock();
  a.money = 16; // not held
}

void with_wrapped(Account& a) {
  Wrapped w(a.m);
  a.money = 4; // a.m held
}

void with_looks(Account& a) {
  Looks l(a.bolt);
  a.money = 5; // not held
}

void with_helpers(Account& a) {
  a.enter();
  a.money = 6; // a.m held
  a.leave();
  a.money = 7; // not held
  if (a.try_enter()) {
    a.money = 8; // a.m held
    a.leave();
  }
}

void released_inside(Account& a) {
  a.leave();
  a.money = 9; // caller's lock given up
  a.enter();
}

void spinning(Account& a) {
  std::lock_guard<Spin> l(a.spin);
  a.money = 14; // a.spin held
}

void in_temporary(Account& a) {
  Holder(a.bolt), a.money = 10; // held
  a.money = 11;                 // not held
}

void in_heap(Account& a) {
  auto* h = new Holder(a.bolt);
  a.money = 12; // held
  delete h;
  a.money = 13; // not held
}
