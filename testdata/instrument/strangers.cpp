// What programs do that a recorder inside them does not expect: each run does one of them, named on the command line,
// between two rounds of 4 x 100 acquisitions, and prints how often it counted under the lock in this process.
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace {

std::mutex mutex;
long count;

void work() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      for (int k = 0; k < 100; ++k) {
        std::lock_guard<std::mutex> guard(mutex);
        ++count;
      }
    });
  for (std::thread& thread : threads)
    thread.join();
}

// Threads with the smallest stack that there may be.
int run_small_stacks() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, static_cast<size_t>(PTHREAD_STACK_MIN));
  auto count_once = [](void*) -> void* {
    std::lock_guard<std::mutex> guard(mutex);
    ++count;
    return nullptr;
  };
  for (int i = 0; i < 20; ++i) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, count_once, nullptr) != 0 || pthread_join(thread, nullptr) != 0)
      return 1;
  }
  size_t size = 0;
  pthread_attr_getstacksize(&attributes, &size);
  return size == static_cast<size_t>(PTHREAD_STACK_MIN) ? 0 : 2; // the program's attributes are as they were
}

int result_of(pid_t child) {
  int status = 1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int in_child() {
  pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  return result_of(child);
}

int run_vfork(char** argv) {
  pid_t child = vfork();
  if (child == 0) {
    execl(argv[0], argv[0], "nothing", static_cast<char*>(nullptr));
    _exit(9);
  }
  return result_of(child);
}

int run_spawn(char** argv) {
  char nothing[] = "nothing";
  char* arguments[] = {argv[0], nothing, nullptr};
  pid_t child;
  return posix_spawn(&child, argv[0], nullptr, nullptr, arguments, environ) == 0 ? result_of(child) : 1;
}

// With output, too, as daemons do; what is opened next gets the numbers 0, 1, 2.
int run_close_all(char** argv) {
  for (int fd = 0; fd < 256; ++fd)
    close(fd);
  int file = open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0644);
  open("/dev/null", O_RDWR);
  open("/dev/null", O_RDWR);
  work();
  return file == 0 && write(file, "mine", 4) == 4 ? 0 : 1;
}

int run_limited(int resource, rlim_t limit) {
  rlimit wanted{limit, limit};
  setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted);
  return 0;
}

rlim_t memory_in_use() {
  FILE* file = std::fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  if (file == nullptr || std::fscanf(file, "%lu", &pages) != 1)
    std::abort();
  std::fclose(file);
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

int run_many_threads(int threads) {
  std::vector<pthread_t> all(static_cast<size_t>(threads));
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  for (pthread_t& thread : all)
    if (pthread_create(
            &thread, &attributes,
            [](void*) -> void* {
              std::lock_guard<std::mutex> guard(mutex);
              ++count;
              return nullptr;
            },
            nullptr) != 0)
      return 1;
  for (pthread_t thread : all)
    pthread_join(thread, nullptr);
  return 0;
}

// Its owner died, and it was given back as it was: nobody gets it any more, and each who asks is told so.
int run_lost_robust_mutex() {
  static pthread_mutex_t robust;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&robust, &attributes);
  std::thread([] { pthread_mutex_lock(&robust); }).join();
  bool died = pthread_mutex_lock(&robust) == EOWNERDEAD && pthread_mutex_unlock(&robust) == 0;
  bool told = pthread_mutex_lock(&robust) == ENOTRECOVERABLE && pthread_mutex_lock(&robust) == ENOTRECOVERABLE;
  return died && told ? 0 : 1;
}

// A handler that locks interrupts the main thread wherever it is, mostly inside an interposer: with a recursive mutex
// the recorder is asked each time. Each signal is waited for.
pthread_spinlock_t handlers;
std::atomic<int> handled{0};

int run_handlers(int signals) {
  pthread_spin_init(&handlers, PTHREAD_PROCESS_PRIVATE);
  struct sigaction action{};
  action.sa_handler = [](int) {
    pthread_spin_lock(&handlers);
    pthread_spin_unlock(&handlers);
    ++handled;
  };
  sigaction(SIGUSR2, &action, nullptr);
  pthread_t main_thread = pthread_self();
  std::thread sender([=] {
    for (int i = 0; i < signals; ++i) {
      pthread_kill(main_thread, SIGUSR2);
      while (handled == i)
        sched_yield();
    }
  });
  std::recursive_mutex recursive;
  while (handled < signals)
    std::lock_guard<std::recursive_mutex> guard(recursive);
  sender.join();
  return 0;
}

// Locks and unlocks in the last destructors of the process.
struct Last {
  ~Last() { std::lock_guard<std::mutex> guard(mutex); }
} last;

// The main thread ends, another one goes on: it calls exit(), or is the last to end.
void run_without_main(bool exits) {
  pthread_t main_thread = pthread_self();
  std::thread([=] {
    pthread_join(main_thread, nullptr);
    work();
    std::printf("%ld\n", count);
    if (exits)
      std::exit(0);
  }).detach();
  pthread_exit(nullptr);
}

int run(std::string_view what, char** argv) {
  if (what == "handlers")
    return run_handlers(std::atoi(argv[2]));
  if (what == "main-ends" || what == "last-ends")
    run_without_main(what == "main-ends");
  if (what == "lost-robust-mutex")
    return run_lost_robust_mutex();
  if (what == "vfork")
    return run_vfork(argv);
  if (what == "spawn")
    return run_spawn(argv);
  if (what == "close-all")
    return run_close_all(argv);
  if (what == "chroot")
    return chroot(argv[2]) != 0 || chdir("/") != 0 ? 77 : in_child();
  if (what == "drop-rights")
    return setgid(65534) != 0 || setuid(65534) != 0 ? 77 : in_child();
  if (what == "few-files")
    return run_limited(RLIMIT_NOFILE, 4);
  if (what == "small-files")
    return run_limited(RLIMIT_FSIZE, 4096);
  if (what == "little-memory")
    return run_limited(RLIMIT_AS, memory_in_use() + (rlim_t{1} << 20)); // enough for threads, whose stacks are kept
  if (what == "small-stacks")
    return run_small_stacks();
  if (what == "threads")
    return run_many_threads(std::atoi(argv[2]));
  if (what == "daemon")
    return daemon(1, 1);
  return 0;
}

} // namespace

int main(int, char** argv) {
  std::string_view what = argv[1];
  work();
  int result = run(what, argv);
  if (result != 0)
    return result;
  if (what == "quick-exit")
    _exit(0);
  work();
  std::printf("%ld\n", count);
  return 0;
}
