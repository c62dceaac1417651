// Published through an atomic pointer.
#include <atomic>

struct Job {
  int state = 0;
};
thread_local Job own_job;
std::atomic<Job*> running{nullptr};

void begin() {
  running.store(&own_job); // CHECK: paraudit-worker-local-escape
}
