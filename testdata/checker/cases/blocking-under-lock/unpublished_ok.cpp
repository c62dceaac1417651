// Nobody else can reach the object yet: the lock is held for its methods' sake, and nobody waits for it.
#include <cstdio>
#include <mutex>
#include <thread>

class Database {
 public:
  static Database* open(const char* path);

  void compact() {
    std::lock_guard lock(mutex_);
    ++compactions_;
  }

 private:
  void recover(const char* path) __attribute__((no_thread_safety_analysis)) {
    std::FILE* log = std::fopen(path, "r");
    std::fclose(log);
  }

  std::mutex mutex_;
  int compactions_ = 0;
};

Database* Database::open(const char* path) {
  Database* database = new Database;
  database->mutex_.lock();
  database->recover(path);
  database->mutex_.unlock();
  return database;
}

int checksum(const char* path) {
  struct Job {
    std::mutex mutex;
    int sum = 0;
  };
  Job job;
  std::lock_guard lock(job.mutex);
  std::FILE* file = std::fopen(path, "r");
  job.sum = std::fgetc(file);
  std::fclose(file);
  return job.sum;
}
