// What a recording has to live through. One way of each is chosen by the first argument; comments say how often a line
// acquires.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

std::mutex outer, inner;
volatile std::sig_atomic_t alarms;
int sum;

void lock_both() {
  std::lock_guard first(outer);  // kill
  std::lock_guard second(inner); // kill
  ++sum;
}

int until_killed() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([] {
      for (;;)
        lock_both();
    });
  lock_both(); // so that whoever is killed right after he says so has taken them
  std::puts("running");
  std::fflush(stdout);
  for (std::thread& thread : threads)
    thread.join();
  return 0;
}

void before_fork() {
  for (int i = 0; i < 50; ++i)
    std::lock_guard lock(outer); // fork parent = 50
}
void in_child() {
  for (int i = 0; i < 30; ++i)
    std::lock_guard lock(inner); // fork child = 30
}

int fork_and_wait() {
  before_fork();
  std::thread busy([] {
    for (int i = 0; i < 20000; ++i)
      std::lock_guard lock(inner); // fork parent = 20000
  });
  pid_t child = fork();
  if (child == 0) {
    new (&inner) std::mutex; // another thread may have had it
    in_child();
    std::exit(7);
  }
  int status = 0;
  waitpid(child, &status, 0);
  busy.join();
  std::printf("%d\n", WEXITSTATUS(status));
  return 0;
}

int load_and_unload(int count, char** libraries) {
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < count; ++i) {
      void* library = dlopen(libraries[i], RTLD_NOW);
      if (!library) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 1;
      }
      reinterpret_cast<void (*)()>(dlsym(library, "work"))();
      dlclose(library);
    }
  return 0;
}

void on_alarm(int) {
  ++alarms;
  if (pthread_mutex_trylock(inner.native_handle()) == 0)
    pthread_mutex_unlock(inner.native_handle());
}

int under_signals() {
  struct sigaction action{};
  action.sa_handler = on_alarm;
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, nullptr);
  itimerval often{{0, 300}, {0, 300}};
  setitimer(ITIMER_REAL, &often, nullptr);
  int locked = 0;
  while (alarms < 300 || locked < 100000) {
    std::lock_guard lock(outer);
    ++locked;
  }
  often = {};
  setitimer(ITIMER_REAL, &often, nullptr);
  std::printf("%d\n", locked);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  const char* way = argc > 1 ? argv[1] : "";
  if (std::strcmp(way, "kill") == 0)
    return until_killed();
  if (std::strcmp(way, "fork") == 0)
    return fork_and_wait();
  if (std::strcmp(way, "dlopen") == 0)
    return load_and_unload(argc - 2, argv + 2);
  return std::strcmp(way, "signals") == 0 ? under_signals() : 2;
}
