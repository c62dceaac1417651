// The object is known to others by then: through a global, a thread that the constructor starts, or an argument.
#include <cstdio>
#include <mutex>
#include <thread>

class Database {
 public:
  static Database* open(const char* path);
  static Database* open_with_worker(const char* path);
  static Database* open_for(const char* path);

  void compact() {
    std::lock_guard lock(mutex_);
    ++compactions_;
  }
  void start() {
    worker_ = std::thread([this] { compact(); });
  }

 private:
  void recover(const char* path) {
    log_ = std::fopen(path, "r"); // CHECK: paraudit-blocking-under-lock (Database::mutex_)
  }

  std::mutex mutex_;
  std::thread worker_;
  std::FILE* log_ = nullptr;
  int compactions_ = 0;
};

Database* the_database = nullptr;

Database* Database::open(const char* path) {
  Database* database = new Database;
  the_database = database;
  database->mutex_.lock();
  database->recover(path);
  database->mutex_.unlock();
  return database;
}

Database* Database::open_with_worker(const char* path) {
  Database* database = new Database;
  database->start();
  database->mutex_.lock();
  database->log_ = std::fopen(path, "r"); // CHECK: paraudit-blocking-under-lock
  database->mutex_.unlock();
  return database;
}

void remember(Database* database) {
  the_database = database;
}

Database* Database::open_for(const char* path) {
  Database* database = new Database;
  remember(database);
  database->mutex_.lock();
  database->log_ = std::fopen(path, "r"); // CHECK: paraudit-blocking-under-lock
  database->mutex_.unlock();
  return database;
}
