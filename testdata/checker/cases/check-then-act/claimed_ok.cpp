// The first section takes what it tested; the second gives it back.
#include <mutex>

class Compactor {
public:
  void run() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (busy_)
        return;
      busy_ = true;
    }
    compact();
    std::lock_guard<std::mutex> lock(mutex_);
    busy_ = false;
  }

private:
  void compact();

  std::mutex mutex_;
  bool busy_ = false;
};

void use(Compactor& compactor) { compactor.run(); }
