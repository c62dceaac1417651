// Every access holds a lock that only a pointer tells of: it may well be one and the same.
#include <mutex>

class Flag {
 public:
  explicit Flag(int value) : value_(value) {}
  void set(int value) {
    std::lock_guard lock(*guard());
    value_ = value;
  }
  int get() {
    std::lock_guard lock(*guard());
    return value_;
  }

 private:
  std::mutex* guard() { return reinterpret_cast<std::mutex*>(&storage_); }

  int value_;
  alignas(std::mutex) unsigned char storage_[sizeof(std::mutex)];
};

Flag verbosity(1);

void run(int value) {
  verbosity.set(value + verbosity.get());
}
