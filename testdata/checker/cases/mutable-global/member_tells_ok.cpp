// What is wrong with a member is told of the member, not again of the object that has it.
#include <mutex>

class Logger {
 public:
  static Logger& instance() {
    static Logger logger;
    return logger;
  }
  void set(int level) {
    std::lock_guard<std::mutex> hold(lock_);
    level_ = level;
  }
  int get() {
    std::lock_guard<std::mutex> hold(lock_);
    return level_;
  }
  bool is_on(int level) { return level >= level_; } // unguarded-access is what this is

 private:
  std::mutex lock_;
  int level_ = 0;
};

void set(int level) {
  Logger::instance().set(level);
}
int get() {
  return Logger::instance().get();
}
bool is_on() {
  return Logger::instance().is_on(3);
}
