// A virtual call on itself, and on an object that the function made.
#include <memory>
#include <mutex>

struct Printer {
  virtual ~Printer() = default;
  virtual void print(int) {}
};

class Emitter {
public:
  virtual ~Emitter() = default;
  void run() {
    std::lock_guard<std::mutex> lock(mutex_);
    step();
    Printer printer;
    printer.print(1);
  }
  virtual void step() { ++steps_; }

private:
  std::mutex mutex_;
  int steps_ = 0;
};

Emitter emitter;
