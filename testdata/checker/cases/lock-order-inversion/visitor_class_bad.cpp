// A batch is walked with a visitor that the caller made, two calls up, and that locks.
#include <memory>
#include <mutex>
#include <string>
#include <thread>

struct Handler {
  virtual ~Handler() = default;
  virtual void put(const std::string& key) = 0;
};

class Store {
public:
  void insert(const std::string& key) {
    std::lock_guard<std::mutex> guard(files_);
    last_ = key;
  }
  void close() {
    std::lock_guard<std::mutex> files(files_);
    std::lock_guard<std::mutex> guard(state_); // CHECK: paraudit-lock-order-inversion
    last_.clear();
  }
  void recover();
  void write();

private:
  std::mutex state_, files_;
  std::string last_;
};

struct Counter : Handler {
  void put(const std::string&) override { ++count; }
  int count = 0;
};

struct Inserter : Handler {
  explicit Inserter(Store& store) : store_(store) {}
  void put(const std::string& key) override { store_.insert(key); }

private:
  Store& store_;
};

static void iterate_range(Handler* handler, int from, int to) {
  for (int i = from; i < to; ++i)
    handler->put(std::to_string(i));
}

static void iterate(Handler& handler) { iterate_range(&handler, 0, 10); }

void Store::recover() {
  std::lock_guard<std::mutex> guard(state_);
  Inserter inserter(*this);
  iterate(inserter);
}

void Store::write() {
  Inserter inserter(*this);
  iterate(inserter);
}

int main() {
  Store store;
  std::thread other([&] { store.close(); });
  store.recover();
  store.write();
  other.join();
}
