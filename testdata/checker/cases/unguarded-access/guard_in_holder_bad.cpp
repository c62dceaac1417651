// What a guard inside of std::optional or behind std::unique_ptr protects, and a method that has none.
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>

class SymbolTable {
 public:
  void add() {
    std::optional<std::lock_guard<std::mutex>> guard;
    guard.emplace(mutex_);
    ++symbols_;
  }
  void merge(int symbols) {
    auto guard = std::make_unique<std::lock_guard<std::mutex>>(mutex_);
    symbols_ += symbols;
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    symbols_ = 0;
  }
  int size() const { return symbols_; } // CHECK: paraudit-unguarded-access

 private:
  mutable std::mutex mutex_;
  int symbols_ = 0;
};

std::shared_mutex files_mutex;
int files;

int count_files() {
  std::optional<std::shared_lock<std::shared_mutex>> guard;
  guard.emplace(files_mutex);
  return files;
}
void add_file() {
  auto guard = std::make_optional<std::unique_lock<std::shared_mutex>>(files_mutex);
  ++files;
}
void forget_file() {
  std::optional<std::shared_lock<std::shared_mutex>> guard(files_mutex);
  --files; // CHECK: paraudit-unguarded-access
}

SymbolTable symbols;

void run() {
  std::thread worker([] {
    symbols.add();
    symbols.merge(2);
    add_file();
    forget_file();
  });
  symbols.clear();
  symbols.size();
  count_files();
  worker.join();
}
