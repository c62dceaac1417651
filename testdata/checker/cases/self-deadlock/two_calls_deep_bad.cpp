#include <mutex>

static std::mutex table;

static void note() { std::lock_guard<std::mutex> guard(table); } // CHECK: paraudit-self-deadlock
static void trace() { note(); }

void insert() {
  std::lock_guard<std::mutex> guard(table);
  trace();
}
