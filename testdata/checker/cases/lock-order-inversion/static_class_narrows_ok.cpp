// A pass manager that holds passes by their own classes: a method of the base, called on one of them, runs that one.
#include <mutex>

std::mutex symbols_mutex;
std::mutex report_mutex;

class Pass {
 public:
  virtual ~Pass() = default;
  virtual void run() = 0;
  void run_twice() {
    run();
    run();
  }
};

class FunctionPass : public Pass {};

class Inliner : public FunctionPass {
 public:
  void run() override { ++inlined_; }

 private:
  int inlined_ = 0;
};

class Reporter : public Pass {
 public:
  void run() override {
    std::lock_guard symbols(symbols_mutex);
    ++reported_;
  }

 private:
  int reported_ = 0;
};

void list_symbols() {
  std::lock_guard symbols(symbols_mutex);
  std::lock_guard report(report_mutex);
}

void prepare(FunctionPass* pass) {
  std::lock_guard report(report_mutex);
  pass->run();
}

void finish(FunctionPass* pass) {
  std::lock_guard report(report_mutex);
  pass->run_twice();
}

void run_all() {
  Inliner inliner;
  Reporter reporter;
  prepare(&inliner);
  finish(&inliner);
  reporter.run_twice();
  list_symbols();
}
