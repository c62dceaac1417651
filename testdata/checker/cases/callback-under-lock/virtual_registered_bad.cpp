// Observers behind pointers; one of them is known, and takes a lock.
#include <memory>
#include <mutex>
#include <vector>

struct Observer {
  virtual ~Observer() = default;
  virtual void changed(int key) = 0;
};

std::mutex statistics_lock;
int changes;

struct Statistics : Observer {
  void changed(int) override {
    std::lock_guard<std::mutex> lock(statistics_lock);
    ++changes;
  }
};

class Table {
public:
  Table() { observers_.push_back(std::make_unique<Statistics>()); }
  void set(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& observer : observers_)
      observer->changed(key); // CHECK: paraudit-callback-under-lock
  }

private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Observer>> observers_;
};

void fill() {
  Table table;
  table.set(1);
}
