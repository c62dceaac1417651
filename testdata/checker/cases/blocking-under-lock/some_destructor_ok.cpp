// An environment is dropped under the lock. One kind of environment waits for its threads when it dies; this is another.
#include <memory>
#include <mutex>
#include <string>
#include <thread>

struct Environment {
  virtual ~Environment() = default;
  virtual std::string name() const = 0;
};

struct Plain : Environment {
  std::string name() const override { return "plain"; }
};

struct Threaded : Environment {
  Threaded() : thread_([] {}) {}
  ~Threaded() override { thread_.join(); }
  std::string name() const override { return "threaded"; }

private:
  std::thread thread_;
};

static std::unique_ptr<Environment> make(bool threaded) {
  if (threaded)
    return std::make_unique<Threaded>();
  return std::make_unique<Plain>();
}

class Options {
public:
  std::string describe() {
    std::lock_guard<std::mutex> guard(mutex_);
    std::unique_ptr<Environment> environment = make(false);
    last_ = environment->name();
    return last_;
  }

private:
  std::mutex mutex_;
  std::string last_;
};

int main() {
  Options options;
  std::thread other([&] { options.describe(); });
  options.describe();
  other.join();
  make(true);
}
