// A lock behind a pointer of its class.
#include <memory>
#include <mutex>

class Table {
 public:
  Table() : mutex_(new std::mutex) {}

  void add() {
    mutex_->lock();
    add_one();
    mutex_->unlock();
  }
  void take() {
    std::lock_guard<std::mutex> outer(*other_);
    std::lock_guard<std::mutex> inner(*other_); // CHECK: paraudit-self-deadlock
  }

 private:
  void add_one() {
    mutex_->lock(); // CHECK: paraudit-self-deadlock
    ++count_;
    mutex_->unlock();
  }

  std::mutex* mutex_;
  std::unique_ptr<std::mutex> other_ = std::make_unique<std::mutex>();
  int count_ = 0;
};

void use(Table& table) {
  table.add();
  table.take();
}
