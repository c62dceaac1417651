// A pointer that stays is not what changes; what it leads to is, and is told so. What that leads to in turn is no part
// of it. An object whose only writer nobody calls is told at most as a remark.
#include <thread>
#include <vector>

struct Job {
  int priority = 0;
};
struct Server {
  int last_file = 0;
  std::vector<Job*> jobs;
};
static Server* server; // CHECK: paraudit-mutable-global (what 'pointee_bad.cpp::server' points to)
static Server* other;

static void take(int file) {
  server->last_file = file;
}
static void raise() {
  for (Job* job : other->jobs) {
    job->priority = 1;
  }
}

int main() {
  Server one, two;
  server = &one;
  other = &two;
  std::thread a([] { take(1); raise(); }), b([] { take(2); raise(); });
  a.join();
  b.join();
  server = other = nullptr;
}
