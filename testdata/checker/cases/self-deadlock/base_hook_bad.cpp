// The base's own hook takes the lock that its destructor holds.
#include <mutex>

class Table {
public:
  virtual ~Table() {
    std::lock_guard<std::mutex> lock(mutex_);
    changed();
  }
  virtual void changed() {
    std::lock_guard<std::mutex> lock(mutex_); // CHECK: paraudit-self-deadlock
    ++changes_;
  }

protected:
  std::mutex mutex_;
  int changes_ = 0;
};

void use() {
  Table table;
  table.changed();
}
