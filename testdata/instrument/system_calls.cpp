// System calls through syscall(), whose results must be what they are without us.
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
  std::printf("%d\n", syscall(SYS_getpid) == getpid());
  errno = 0;
  std::printf("%ld %d\n", syscall(SYS_close, -1), errno == EBADF);
  // Six arguments.
  void* memory = reinterpret_cast<void*>(
      syscall(SYS_mmap, nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L));
  std::printf("%d %d\n", memory != MAP_FAILED, munmap(memory, 4096));
  uint32_t word = 5;
  errno = 0;
  std::printf("%ld %d\n", syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 4, nullptr, nullptr, 0), errno == EAGAIN);
  timespec soon{0, 1000000};
  std::printf("%ld %d\n", syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 5, &soon, nullptr, 0), errno == ETIMEDOUT);
  errno = 77;
  std::printf("%ld %d\n", syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0), errno);
  uint32_t other = 0;
  std::printf("%ld\n", syscall(SYS_futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1L, &other, 5));
  std::printf("%ld %d\n", syscall(SYS_futex, nullptr, FUTEX_WAIT_PRIVATE, 5, nullptr, nullptr, 0), errno == EFAULT);
  std::fflush(stdout);
  long child = syscall(SYS_fork);
  if (child == 0)
    _exit(3);
  int status = 0;
  std::printf("%d %d\n", waitpid(static_cast<pid_t>(child), &status, 0) == child, WEXITSTATUS(status));
}
