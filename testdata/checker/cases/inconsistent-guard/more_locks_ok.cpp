// The common lock is always there, others come and go.
#include <mutex>

class Unit {
public:
  void add() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++functions_;
  }
  void add_and_log() {
    std::lock_guard<std::mutex> outer(log_mutex_);
    std::lock_guard<std::mutex> lock(mutex_);
    ++functions_;
    ++lines_;
  }
  void log() {
    std::lock_guard<std::mutex> outer(log_mutex_);
    ++lines_;
  }

private:
  std::mutex mutex_;
  std::mutex log_mutex_;
  int functions_ = 0;
  int lines_ = 0;
};

void use(Unit& unit) {
  unit.add();
  unit.add_and_log();
  unit.log();
}
