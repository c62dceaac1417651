// When the wait-for graph is printed: on a signal, and after a time without progress.
//
// The signal's handler prints by itself: everything it does is async-signal-safe, and a deadlocked process has threads
// enough that sleep in an interruptible wait. It is installed when the process starts and only where the signal has its
// default action; a handler that the program installs later simply replaces it, so the program's own is always kept
// (use the time-out then, or another signal). The time-out takes a thread, which exists only when it is asked for; it
// blocks all signals and records nothing.

#include "runtime/platform/sanitizer.h"
#include "runtime/trace/recorder.h"
#include "runtime/trace/wait_graph.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <dlfcn.h>

namespace paraudit::trace {
namespace {

std::atomic<bool> printing_graph{false};

void print_graph_once(const char* reason) {
  if (printing_graph.exchange(true, std::memory_order_acquire))
    return; // a second signal meanwhile
  print_wait_graph(reason);
  printing_graph.store(false, std::memory_order_release);
}

void on_watchdog_signal(int) {
  if (recorder().policy.load(std::memory_order_relaxed) != PARAUDIT_POLICY_NONE)
    print_graph_once("asked for by a signal");
}

void handle_signal(int number) {
  struct sigaction before{}, handler{};
  if (number == 0 || sigaction(number, nullptr, &before) != 0 || before.sa_handler != SIG_DFL ||
      (before.sa_flags & SA_SIGINFO) != 0)
    return;
  handler.sa_handler = on_watchdog_signal;
  handler.sa_flags = SA_RESTART;
  sigemptyset(&handler.sa_mask);
  sigaction(number, &handler, nullptr);
}

// False where that is forbidden (paraudit_confine).
bool sleep_ns(uint64_t ns) {
  timespec time{static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
  return platform::system_call(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &time, &time) != -EPERM;
}

// Says it once, and again only after something has moved.
void* watch(void*) {
  const uint64_t limit = recorder().options.watchdog_seconds * 1'000'000'000, step = limit / 8;
  uint64_t progress = 0, unchanged = 0;
  bool said = false;
  while (sleep_ns(step)) {
    Liveness seen = read_liveness();
    bool moved = seen.progress != progress;
    progress = seen.progress;
    unchanged = moved ? 0 : unchanged + step;
    bool stuck = seen.longest_lock_wait_ns >= limit, still = unchanged >= limit && seen.waits != 0;
    if (!said && (stuck || still))
      print_graph_once(stuck ? "a wait for a lock has lasted as long as PARAUDIT_WATCHDOG_SECONDS"
                             : "nothing was acquired for PARAUDIT_WATCHDOG_SECONDS");
    said = stuck || still;
  }
  return nullptr;
}

// The C library's function, past whoever stands in front of it: the watchdog's thread is not the program's. But a
// sanitizer must see every thread that instrumented code runs on.
auto real_thread_create() {
  auto* function = pthread_create;
#if !PARAUDIT_WITH_SANITIZER
  if (void* found = dlsym(RTLD_NEXT, "pthread_create"))
    function = reinterpret_cast<decltype(function)>(found);
#endif
  return function;
}

void start_watching() {
  sigset_t all, before;
  sigfillset(&all);
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 256 * 1024);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (real_thread_create()(&thread, &attributes, watch, nullptr) != 0)
    complain("no thread for the watchdog: PARAUDIT_WATCHDOG_SECONDS has no effect");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
}

} // namespace

void start_watchdog(bool forked) {
  const Options& options = recorder().options;
  if (!forked) // handlers are inherited
    handle_signal(static_cast<int>(options.watchdog_signal));
  printing_graph.store(false, std::memory_order_relaxed);
  if (options.watchdog_seconds != 0)
    start_watching();
}

} // namespace paraudit::trace
