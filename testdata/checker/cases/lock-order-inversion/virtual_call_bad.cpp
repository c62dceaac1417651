// The callee is an override of the only class that is ever instantiated.
#include <mutex>

std::mutex frontend;
std::mutex console;

class Sink {
public:
  virtual ~Sink() = default;
  virtual void write(const char* text) = 0;
};

class ConsoleSink : public Sink {
public:
  void write(const char*) override { std::lock_guard<std::mutex> guard(console); }
};

Sink* make_sink() { return new ConsoleSink; }

void diagnose(Sink& sink) {
  std::lock_guard<std::mutex> guard(frontend);
  sink.write("error");
}

void flush() {
  std::lock_guard<std::mutex> outer(console);
  std::lock_guard<std::mutex> inner(frontend); // CHECK: paraudit-lock-order-inversion
}
