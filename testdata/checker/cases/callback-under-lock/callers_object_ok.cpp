// The object that is called back is a local of the caller: what it does is in plain sight.
#include <mutex>
#include <vector>

class Handler {
 public:
  virtual ~Handler() = default;
  virtual void put(int key) = 0;
};

class Inserter : public Handler {
 public:
  explicit Inserter(std::vector<int>& table) : table_(table) {}
  void put(int key) override { table_.push_back(key); }

 private:
  std::vector<int>& table_;
};

std::mutex printer_mutex;
int printed = 0;

class Printer : public Handler {
 public:
  void put(int) override {
    std::lock_guard lock(printer_mutex);
    ++printed;
  }
};

class Batch {
 public:
  void iterate(Handler* handler) const {
    for (int key : keys_)
      handler->put(key);
  }

 private:
  std::vector<int> keys_;
};

class Database {
 public:
  void write(const Batch& batch) {
    std::lock_guard lock(mutex_);
    Inserter inserter(table_);
    batch.iterate(&inserter);
  }

 private:
  std::mutex mutex_;
  std::vector<int> table_;
};

void run(Database& database, const Batch& batch) {
  database.write(batch);
  Printer printer;
  batch.iterate(&printer);
}
