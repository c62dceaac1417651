// The same, but the program goes on after the error.
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

class Option {
 public:
  virtual ~Option() = default;
  virtual std::string file() const {
    std::lock_guard lock(mutex_);
    return file_;
  }

 private:
  mutable std::mutex mutex_;
  std::string file_;
};

Option the_option;

class Registry {
 public:
  void add(Option& option) {
    std::lock_guard lock(mutex_);
    for (Option* known : options_)
      if (known == &option) {
        std::fprintf(stderr, "registered twice: %s\n", option.file().c_str()); // CHECK: paraudit-callback-under-lock
        return;
      }
    options_.push_back(&option);
  }

 private:
  std::mutex mutex_;
  std::vector<Option*> options_;
};

Registry registry;

void add(Option& option) {
  registry.add(option);
}
