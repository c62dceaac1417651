// While a constructor or destructor of the base runs, no derived part exists: the base's own hook is called.
#include <mutex>

class Table {
public:
  Table() {
    std::lock_guard<std::mutex> lock(mutex_);
    changed();
  }
  virtual ~Table() {
    std::lock_guard<std::mutex> lock(mutex_);
    changed();
  }
  virtual void changed() {}

protected:
  std::mutex mutex_;
};

class Counted : public Table {
public:
  void changed() override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++changes_;
  }

private:
  int changes_ = 0;
};

void use() {
  Counted table;
  table.changed();
}
