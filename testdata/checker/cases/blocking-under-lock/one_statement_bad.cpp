// All that one statement leads to is one finding, at the nearest place; another statement is another.
#include <cstdio>
#include <mutex>

class Store {
 public:
  void save() {
    std::lock_guard lock(mutex_);
    write_all();
    std::remove("store.old");
    std::FILE* marker = std::fopen("marker", "w"); // CHECK: paraudit-blocking-under-lock
    marker_ = marker;
  }

 private:
  void write_all() {
    file_ = std::fopen("store", "w"); // CHECK: paraudit-blocking-under-lock
    write_header();
    std::fflush(file_);
  }
  void write_header() { std::fwrite("PAFT", 4, 1, file_); }

  std::mutex mutex_;
  std::FILE* file_ = nullptr;
  std::FILE* marker_ = nullptr;
};

void save(Store& store) {
  store.save();
}
