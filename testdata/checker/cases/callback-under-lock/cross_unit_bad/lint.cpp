#include "bus.h"

static std::mutex lint_lock;
static int lints;

void start_lints(Bus& bus) {
  bus.subscribe([](int) {
    std::lock_guard<std::mutex> lock(lint_lock);
    ++lints;
  });
}
