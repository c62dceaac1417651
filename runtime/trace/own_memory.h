// This process's memory, read through /proc/self/mem: what is unmapped meanwhile is an error then, not a crash.
//
// Thread-safety: one thread each; signal handlers too. Cost: one system call a read. Where /proc is not mounted every
// read fails.
#ifndef PARAUDIT_RUNTIME_TRACE_OWN_MEMORY_H
#define PARAUDIT_RUNTIME_TRACE_OWN_MEMORY_H

#include "runtime/platform/system.h"

#include <cstddef>
#include <cstdint>

namespace paraudit::trace {

class OwnMemory {
 public:
  OwnMemory() : fd_(platform::open_file("/proc/self/mem", O_RDONLY)) {}
  ~OwnMemory() {
    if (fd_ >= 0)
      platform::close_file(fd_);
  }
  OwnMemory(const OwnMemory&) = delete;
  OwnMemory& operator=(const OwnMemory&) = delete;

  // False unless all of it was read.
  bool read(uint64_t address, void* data, size_t size) const {
    return fd_ >= 0 && platform::read_at(fd_, data, size, address) == static_cast<long>(size);
  }
  template <class T> bool read(const void* from, T& to) const {
    return read(reinterpret_cast<uintptr_t>(from), &to, sizeof(T));
  }
  // The text at `from`, cut off at `size`; empty when there is none.
  void read_text(const char* from, char* to, size_t size) const {
    size_t used = 0;
    while (from != nullptr && used + 1 < size && read(from + used, to[used]) && to[used] != 0)
      ++used;
    to[used] = 0;
  }

 private:
  int fd_;
};

} // namespace paraudit::trace
#endif
