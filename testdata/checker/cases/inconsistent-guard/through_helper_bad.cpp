// The helper is called under either lock.
#include <mutex>

static std::mutex parse_mutex;
static std::mutex emit_mutex;
static int warnings;

static void count() {
  ++warnings; // CHECK: paraudit-inconsistent-guard
}

void parse() {
  std::lock_guard<std::mutex> lock(parse_mutex);
  count();
  ++warnings;
}

void emit() {
  std::lock_guard<std::mutex> lock(emit_mutex);
  count();
}
