// System calls as the recorder may make them: no cancellation points, no errno left changed, no allocation; and none at
// all once they are forbidden, as a process may be killed for one that its program does not make itself.
//
// Thread-safety: any thread, signal handlers too. Errors: negative errno values; -EPERM where they are forbidden.
#ifndef PARAUDIT_RUNTIME_PLATFORM_SYSTEM_H
#define PARAUDIT_RUNTIME_PLATFORM_SYSTEM_H

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace paraudit::platform {

inline std::atomic<bool> system_calls_forbidden{false};
inline bool may_call_system() {
  return !system_calls_forbidden.load(std::memory_order_relaxed);
}

// syscall() itself is no cancellation point, unlike libc's wrappers.
template <class... Arguments> long system_call(long number, Arguments... arguments) {
  if (!may_call_system())
    return -EPERM;
  int saved = errno;
  long result = syscall(number, arguments...);
  if (result == -1) {
    result = -errno;
    errno = saved;
  }
  return result;
}

inline int open_file(const char* path, int flags, int mode = 0644) {
  return static_cast<int>(system_call(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, mode));
}
inline void close_file(int fd) {
  system_call(SYS_close, fd);
}
inline long make_directory(const char* path) {
  return system_call(SYS_mkdirat, AT_FDCWD, path, 0777);
}
inline long read_at(int fd, void* data, size_t size, uint64_t offset) {
  return system_call(SYS_pread64, fd, data, size, static_cast<off_t>(offset));
}
inline uint32_t thread_id() {
  return static_cast<uint32_t>(system_call(SYS_gettid));
}

// Zeroed private memory that costs nothing until touched; null when there is none.
inline void* map_memory(size_t bytes) {
  if (!may_call_system())
    return nullptr;
  int saved = errno;
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  errno = saved;
  return memory == MAP_FAILED ? nullptr : memory;
}
inline void unmap(void* memory, size_t bytes) {
  system_call(SYS_munmap, memory, bytes);
}

// Maps a file for reading and writing, at `where` if that is not null. Null on failure.
inline void* map_file(int fd, size_t bytes, void* where = nullptr) {
  if (!may_call_system())
    return nullptr;
  int saved = errno;
  void* memory = mmap(where, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | (where == nullptr ? 0 : MAP_FIXED), fd, 0);
  errno = saved;
  return memory == MAP_FAILED ? nullptr : memory;
}

// Gives the file's bytes [offset, offset + size) blocks on the disk, so that writing them through a mapping cannot
// raise SIGBUS. The file must read as zeros there.
inline long allocate_blocks(int fd, uint64_t offset, uint64_t size) {
  rlimit limit{};
  if (system_call(SYS_getrlimit, RLIMIT_FSIZE, &limit) == 0 && offset + size > limit.rlim_cur)
    return -EFBIG; // the system call would raise SIGXFSZ
  long result =
      system_call(SYS_fallocate, fd, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset), static_cast<off_t>(size));
  if (result != -EOPNOTSUPP)
    return result;
  static constexpr char kZeros[4096] = {};
  for (uint64_t at = offset; at < offset + size; at += sizeof(kZeros)) {
    uint64_t part = offset + size - at < sizeof(kZeros) ? offset + size - at : sizeof(kZeros);
    long written = system_call(SYS_pwrite64, fd, kZeros, part, static_cast<off_t>(at));
    if (written != static_cast<long>(part))
      return written < 0 ? written : -ENOSPC;
  }
  return 0;
}

// Gives blocks back; the bytes read as zeros then. Only a matter of space, so failure does not count.
inline void release_blocks(int fd, uint64_t offset, uint64_t size) {
  system_call(SYS_fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
              static_cast<off_t>(size));
}

inline void remove_file(const char* path) {
  system_call(SYS_unlinkat, AT_FDCWD, path, 0);
}
inline long rename_file(const char* from, const char* to) {
  return system_call(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0u);
}

// Creates a file of `bytes`, the first `allocated` of which have blocks. Returns the descriptor or an error; after an
// error there is no file.
inline int create_file(const char* path, uint64_t bytes, uint64_t allocated) {
  int fd = open_file(path, O_RDWR | O_CREAT | O_EXCL);
  if (fd < 0)
    return fd;
  long result = allocate_blocks(fd, 0, allocated);
  rlimit limit{};
  if (result == 0 && system_call(SYS_getrlimit, RLIMIT_FSIZE, &limit) == 0 && bytes > limit.rlim_cur)
    result = -EFBIG;
  if (result == 0)
    result = system_call(SYS_ftruncate, fd, static_cast<off_t>(bytes));
  if (result == 0)
    return fd;
  close_file(fd);
  remove_file(path);
  return static_cast<int>(result);
}

} // namespace paraudit::platform
#endif
