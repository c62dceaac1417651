// One state is tested, another is changed.
#include <mutex>

class Driver {
public:
  void step() {
    bool verbose = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      verbose = verbose_;
    }
    if (verbose) {
      std::lock_guard<std::mutex> lock(mutex_);
      ++lines_;
    }
  }
  void set_verbose(bool verbose) {
    std::lock_guard<std::mutex> lock(mutex_);
    verbose_ = verbose;
  }

private:
  std::mutex mutex_;
  bool verbose_ = false;
  int lines_ = 0;
};

void use(Driver& driver) {
  driver.set_verbose(true);
  driver.step();
}
