// Parents before children: an order of the instances of one lock, and no cycle.
class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
  bool TryLock() __attribute__((try_acquire_capability(true)));
};

class __attribute__((scoped_lockable)) MutexLock {
public:
  explicit MutexLock(Mutex* mutex) __attribute__((acquire_capability(mutex)));
  ~MutexLock() __attribute__((release_capability()));
};

class Node {
public:
  void touch() {
    parent_->mutex_.Lock();
    mutex_.Lock();
    mutex_.Unlock();
    parent_->mutex_.Unlock();
  }

private:
  Node* parent_ = nullptr;
  Mutex mutex_ __attribute__((acquired_after(parent_->mutex_)));
};

Node root;
