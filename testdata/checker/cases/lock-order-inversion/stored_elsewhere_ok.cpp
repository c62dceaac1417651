// Functions of one type in two members: each call runs what is stored in its own.
#include <functional>
#include <mutex>

std::mutex a;
std::mutex b;

struct Events {
  std::function<void()> on_open;
  std::function<void()> on_close;

  void open() {
    std::lock_guard lock(a);
    on_open();
  }
  void close() {
    std::lock_guard lock(b);
    on_close();
  }
};

void connect(Events& events) {
  events.on_open = [] { std::lock_guard lock(b); };
  events.on_close = [] {};
}
