// What std::ref binds to a thread is no copy.
#include <functional>
#include <thread>

struct Job {
  int state = 0;
};
thread_local Job own_job;

static void watch(Job& job) { ++job.state; }

void begin_watched() {
  std::thread watcher(watch, std::ref(own_job)); // CHECK: paraudit-worker-local-escape
  watcher.join();
}
