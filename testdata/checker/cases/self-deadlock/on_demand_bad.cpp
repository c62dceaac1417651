// What writes to the log locks where its options say so, and a caller that holds the lock does not ask for these: RocksDB
// has such a deadlock, with one queue and flushes by hand.
#include <mutex>
#include <string>

class Log {
public:
  Log(bool manual_flush, bool two_queues) : manual_flush_(manual_flush), two_queues_(two_queues) {}
  void append(const std::string& record) {
    const bool needs_locking = manual_flush_ && !two_queues_;
    if (needs_locking)
      mutex_.lock(); // CHECK: paraudit-self-deadlock
    text_ += record;
    if (needs_locking)
      mutex_.unlock();
  }
  void append_numbered(const std::string& record) {
    mutex_.lock();
    append(std::to_string(++records_) + record);
    mutex_.unlock();
  }

private:
  std::mutex mutex_;
  std::string text_;
  int records_ = 0;
  bool manual_flush_, two_queues_;
};

void use(Log& log) {
  log.append("a");
  log.append_numbered("b");
}
