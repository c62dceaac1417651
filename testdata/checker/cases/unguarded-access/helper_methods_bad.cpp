// A function that does without the lock is told of once for each state, however often it touches it, and where it says so:
// not inside the methods of the state's own type, nor once for each of them.
#include <mutex>
#include <string>

class Text {
public:
  char* data() { return &text_[0]; }
  void clear() { text_.clear(); }
  void resize(unsigned size) { text_.resize(size); }
  unsigned size() const { return text_.size(); }

private:
  std::string text_;
};

class Process {
public:
  std::string take() {
    std::lock_guard<std::mutex> lock(mutex_);
    std::string result(output_.data(), output_.size());
    output_.clear();
    reads_ = 0;
    return result;
  }
  void reset() {
    std::lock_guard<std::mutex> lock(mutex_);
    output_.resize(0);
    reads_ = 0;
  }
  unsigned size() {
    std::lock_guard<std::mutex> lock(mutex_);
    return output_.size() + reads_;
  }
  void close() {
    std::lock_guard<std::mutex> lock(mutex_);
    output_.clear();
    output_.resize(1);
    output_.data()[0] = 0;
    reads_ = -1;
  }
  void on_ready() { show(output_); }

private:
  void show(Text& text) {
    if (text.size() > 1000) { // CHECK: paraudit-unguarded-access ('Process::output_')
      return;
    }
    text.data()[text.size() - 1] = 0;
    if (reads_ != 0) { // CHECK: paraudit-unguarded-access ('Process::reads_')
      last_ = reads_;
    }
  }

  std::mutex mutex_;
  Text output_;
  int reads_ = 0;
  int last_ = 0;
};

void use(Process& process) {
  process.take();
  process.reset();
  process.size();
  process.close();
  process.on_ready();
}
