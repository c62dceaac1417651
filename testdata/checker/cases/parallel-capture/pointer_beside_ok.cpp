// While the task changes what a pointer leads to, its starter only reads the pointer.
#include <memory>
#include <thread>

struct State {
  int done = 0;
  int limit = 8;
};

struct Builder {
  std::unique_ptr<State> state = std::make_unique<State>();

  int run() {
    std::thread worker([this] { ++state->done; });
    const int limit = state->limit;
    worker.join();
    return limit + state->done;
  }
};
