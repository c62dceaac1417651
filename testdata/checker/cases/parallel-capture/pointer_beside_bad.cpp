// The starter replaces, or reads, what the task changes.
#include <memory>
#include <thread>

struct State {
  int done = 0;
};

struct Builder {
  std::unique_ptr<State> state = std::make_unique<State>();
  State* other = nullptr;

  int run() {
    std::thread worker([this] {
      ++state->done;     // CHECK: paraudit-parallel-capture
      other = new State; // CHECK: paraudit-parallel-capture
    });
    const int done = state->done + other->done;
    worker.join();
    return done;
  }
};
