// Named in the task, it is the task's own thread's.
#include <thread>

struct Session {
  int errors = 0;
};
thread_local Session session;

void run() {
  ++session.errors;
  std::thread worker([] { ++session.errors; });
  worker.join();
}
