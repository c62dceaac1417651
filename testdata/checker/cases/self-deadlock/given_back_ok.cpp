// A function that gives up its caller's lock on some paths and takes it back on all of them: what it leaves is what it
// found.
#include <mutex>
#include <thread>

class Guarded {
 public:
  void Lock() { mutex_.lock(); }
  void Unlock() { mutex_.unlock(); }
  void AssertHeld() {}

 private:
  std::mutex mutex_;
};

Guarded mutex;
int logs, files;

void find_obsolete() {
  mutex.AssertHeld();
  if (logs == 0 || files == 0)
    return;
  if (logs != 0 && files != 0) {
    --logs;
    mutex.Unlock();
  }
  mutex.Lock();
}

void clean() {
  mutex.AssertHeld();
  find_obsolete();
  mutex.Unlock();
  mutex.Lock();
}

void run() {
  mutex.Lock();
  clean();
  mutex.Unlock();
}

int main() {
  std::thread one(run);
  run();
  one.join();
}
