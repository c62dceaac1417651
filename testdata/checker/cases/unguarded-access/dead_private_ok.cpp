// A private helper that the class does not call any more, and says is called under the lock.
#include <mutex>
#include <thread>

class Printer {
 public:
  void print(int value) {
    std::lock_guard<std::mutex> guard(mutex_);
    indent_ += value;
    emit();
  }

 private:
  void emit() { ++lines_ += indent_; }
  void outdent() { --indent_; } // under mutex_

  std::mutex mutex_;
  int indent_ = 0;
  int lines_ = 0;
};

Printer printer;

int main() {
  std::thread one([] { printer.print(1); });
  printer.print(2);
  one.join();
}
