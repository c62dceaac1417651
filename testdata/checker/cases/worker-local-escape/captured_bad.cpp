// A task gets a reference to the session of the thread that starts it.
#include <thread>

struct Session {
  int errors = 0;
};
thread_local Session session;

void run() {
  Session& own = session;
  std::thread worker([&own] { ++own.errors; }); // CHECK: paraudit-worker-local-escape
  worker.join();
}
