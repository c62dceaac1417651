// Known miss: the stream is a file, but its static type does not say so.
#include <fstream>
#include <mutex>

std::mutex mutex;

static void dump(std::ostream& out, int value) {
  std::lock_guard<std::mutex> lock(mutex);
  out << value; // MISSING: paraudit-blocking-under-lock
}

void dump_all(const char* path) {
  std::ofstream file(path);
  dump(file, 1);
}
