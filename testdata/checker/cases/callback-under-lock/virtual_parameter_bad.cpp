// A consumer of diagnostics that the caller brings along.
#include <mutex>
#include <string>
#include <vector>

struct DiagnosticConsumer {
  virtual ~DiagnosticConsumer() = default;
  virtual void handle(const std::string& message) = 0;
};

class Diagnostics {
public:
  void flush(DiagnosticConsumer& consumer) {
    std::scoped_lock lock(mutex_);
    for (const std::string& message : pending_)
      consumer.handle(message); // CHECK: paraudit-callback-under-lock
    pending_.clear();
  }

private:
  std::mutex mutex_;
  std::vector<std::string> pending_;
};

Diagnostics diagnostics;
