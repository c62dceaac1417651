// Parents before children, and the declaration says so.
class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};

class Scope {
public:
  explicit Scope(Scope* parent) : parent_(parent) {}
  void declare() {
    parent_->mutex_.Lock();
    mutex_.Lock();
    ++names_;
    mutex_.Unlock();
    parent_->mutex_.Unlock();
  }

private:
  Scope* const parent_;
  Mutex mutex_ __attribute__((acquired_after(parent_->mutex_)));
  int names_ = 0;
};

Scope root(nullptr);
