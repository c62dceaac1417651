// The object that is called back came to the caller, too, from outside.
#include <mutex>
#include <vector>

class Handler {
 public:
  virtual ~Handler() = default;
  virtual void put(int key) = 0;
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
      handler->put(key); // CHECK: paraudit-callback-under-lock
  }

 private:
  std::vector<int> keys_;
};

class Database {
 public:
  void write(const Batch& batch, Handler* handler) {
    std::lock_guard lock(mutex_);
    batch.iterate(handler);
  }

 private:
  std::mutex mutex_;
};

Printer the_printer;

void run(Database& database, const Batch& batch, Handler* handler) {
  database.write(batch, handler);
}
