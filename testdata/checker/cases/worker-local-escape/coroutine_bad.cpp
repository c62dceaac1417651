// A coroutine that goes on on another thread.
#include <coroutine>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
struct NextWorker {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  void await_resume() const {}
};

thread_local int queries;

Task run() {
  int& own = queries;
  ++own;
  co_await NextWorker();
  --own; // CHECK: paraudit-worker-local-escape
}
