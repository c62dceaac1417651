// The starter looks at the result while the task may still write it.
#include <thread>

static int parse(int) { return 1; }

int early(int file) {
  int parsed = 0;
  std::thread parser([&] {
    parsed = parse(file); // CHECK: paraudit-parallel-capture
  });
  int seen = parsed;
  parser.join();
  return seen;
}
