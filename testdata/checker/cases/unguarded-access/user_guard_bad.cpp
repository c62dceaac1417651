// A guard class of the program, known by what its constructor and destructor do; and a lambda called under the lock.
#include <mutex>
#include <string>

class Hold {
public:
  explicit Hold(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Hold() { mutex_.unlock(); }

private:
  std::mutex& mutex_;
};

class Diagnostics {
public:
  void report(const std::string& text) {
    Hold hold(mutex_);
    auto append = [&] { log_ += text; };
    append();
    log_ += '\n';
  }
  void reset() {
    log_.clear(); // CHECK: paraudit-unguarded-access
  }

private:
  std::mutex mutex_;
  std::string log_;
};

void use(Diagnostics& diagnostics) {
  diagnostics.report("x");
  diagnostics.reset();
}
