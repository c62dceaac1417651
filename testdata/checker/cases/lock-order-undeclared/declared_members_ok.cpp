// Declared between members of one class, the other way round, and through a chain.
#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability())) { mutex_.lock(); }
  void unlock() __attribute__((release_capability())) { mutex_.unlock(); }

private:
  std::mutex mutex_;
};

class Database {
public:
  void write() {
    writers_.lock();
    memory_.lock();
    memory_.unlock();
    writers_.unlock();
  }
  void flush() {
    writers_.lock();
    files_.lock();
    files_.unlock();
    writers_.unlock();
  }

private:
  Mutex writers_;
  Mutex memory_ __attribute__((acquired_after(writers_)));
  Mutex files_ __attribute__((acquired_after(memory_)));
};

void use(Database& database) {
  database.write();
  database.flush();
}
