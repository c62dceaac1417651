// A program that confines itself by a seccomp filter which kills for anything but the few system calls that it makes
// itself, locks before and after it, and ends. Arguments: how the filter is installed, and whether threads follow.
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <mutex>
#include <pthread.h>
#include <semaphore.h>
#include <shared_mutex>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {

std::mutex first, second;
std::recursive_mutex recursive;
std::shared_mutex shared;
int count;

void lock_all() {
  for (int i = 0; i < 100; ++i) {
    std::lock_guard<std::mutex> outer(first), inner(second);
    std::lock_guard<std::recursive_mutex> again(recursive), twice(recursive);
    std::shared_lock<std::shared_mutex> reader(shared);
    ++count;
  }
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t checking;
  pthread_mutex_init(&checking, &attributes);
  pthread_mutex_lock(&checking);
  if (pthread_mutex_lock(&checking) != EDEADLK)
    std::abort();
  pthread_mutex_unlock(&checking);
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  sem_wait(&semaphore);
  sem_post(&semaphore);
}

void allow(std::vector<sock_filter>& program, const std::vector<int>& calls) {
  program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (int call : calls) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
}

int confine(std::string_view how, bool threads) {
  if (how == "strict")
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
  std::vector<int> calls = {SYS_write, SYS_exit, SYS_exit_group, SYS_rt_sigreturn, SYS_futex};
  if (threads)
    calls.insert(calls.end(),
                 {SYS_clone, SYS_clone3, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_madvise, SYS_rseq, SYS_set_robust_list,
                  SYS_rt_sigprocmask, SYS_sched_yield, SYS_rt_sigaction, SYS_brk, SYS_getrandom});
  std::vector<sock_filter> instructions;
  allow(instructions, calls);
  sock_fprog program{static_cast<unsigned short>(instructions.size()), instructions.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return -1;
  return how == "prctl" ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)
                        : static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

void say(int number) {
  char text[16];
  int length = std::snprintf(text, sizeof text, "%d\n", number);
  if (write(STDOUT_FILENO, text, static_cast<size_t>(length)) != length)
    std::abort();
}

} // namespace

int main(int argc, char** argv) {
  std::string_view how = argv[1];
  bool threads = argc > 2, before = how == "seccomp"; // else the thread's first lock comes under the filter
  if (before)
    lock_all();
  if (confine(how, threads) != 0)
    return 77;
  lock_all();
  if (threads) {
    pthread_t thread;
    pthread_create(
        &thread, nullptr,
        [](void*) -> void* {
          lock_all();
          return nullptr;
        },
        nullptr);
    pthread_join(thread, nullptr);
  }
  say(count);
  if (how == "strict")
    syscall(SYS_exit, 0);
}
