// The lock is taken two calls above the write.
#include <mutex>
#include <unistd.h>

std::mutex object_lock;
int descriptor;

static void put(const void* data, unsigned long size) {
  if (::write(descriptor, data, size) < 0) // CHECK: paraudit-blocking-under-lock
    _exit(1);
}

static void emit_section(const char* name) { put(name, 8); }

void emit_object() {
  std::lock_guard<std::mutex> lock(object_lock);
  emit_section(".text");
}

void emit_header() { emit_section(".note"); }
