// ... and a body that waits is found through a name of C's, too.
#include <mutex>
#include <unistd.h>

struct Item {
  int file;
};

static std::mutex items_lock;

static long read(Item& item) {
  char byte;
  return ::read(item.file, &byte, 1); // CHECK: paraudit-blocking-under-lock (file input or output)
}

long first(Item& item) {
  std::lock_guard<std::mutex> hold(items_lock);
  return read(item);
}
