// The platform's mutex behind an interface whose methods are spelt in their own way, used through wrappers.
#include <memory>
#include <mutex>
#include <thread>

struct Status {
  int code = 0;
  ~Status();
};

struct PlatformMutex {
  virtual ~PlatformMutex() = default;
  virtual Status Lock() = 0;
  virtual void UnLock() = 0;
};

class StdMutex : public PlatformMutex {
public:
  Status Lock() override;
  void UnLock() override { mutex_.unlock(); }

private:
  std::mutex mutex_;
};

Status StdMutex::Lock() {
  mutex_.lock();
  return Status();
}

using Mutex = std::shared_ptr<PlatformMutex>;
inline void lock(Mutex* mutex) { (*mutex)->Lock(); }
inline void unlock(Mutex* mutex) { (*mutex)->UnLock(); }

struct Requests {
  Mutex mutex = std::make_shared<StdMutex>();
  int pending = 0;
};

std::mutex retry;

static void retry_all(Requests& requests) {
  lock(&requests.mutex);
  requests.pending = 0;
  unlock(&requests.mutex);
  std::lock_guard<std::mutex> guard(retry);
}

static void add(Requests& requests) {
  std::lock_guard<std::mutex> guard(retry);
  lock(&requests.mutex);
  ++requests.pending;
  unlock(&requests.mutex);
}

int main() {
  Requests requests;
  std::thread other([&] { retry_all(requests); });
  add(requests);
  other.join();
}
