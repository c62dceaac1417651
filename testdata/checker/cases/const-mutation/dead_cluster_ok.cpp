// Private steps that only each other call: nobody runs them.
#include <mutex>

class Generator {
 public:
  void run() const {
    std::lock_guard<std::mutex> lock(mutex_);
    line_ = 1;
    emit();
  }

 private:
  void emit() const { ++line_; }
  void message(int depth) const {
    ++line_;
    if (depth > 0) nested(depth - 1);
  }
  void nested(int depth) const {
    ++line_;
    message(depth);
  }

  mutable std::mutex mutex_;
  mutable int line_ = 0;
};

void use(const Generator& generator) { generator.run(); }
