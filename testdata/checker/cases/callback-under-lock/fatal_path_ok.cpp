// After the call the program ends: nobody waits for the lock any more.
#include <cstdio>
#include <cstdlib>
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

class Registry {
 public:
  void add(Option& option) {
    std::lock_guard lock(mutex_);
    for (Option* known : options_)
      if (known == &option) {
        if (option.file().empty())
          std::fprintf(stderr, "registered twice\n");
        else
          std::fprintf(stderr, "registered twice: %s\n", option.file().c_str());
        std::exit(1);
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
