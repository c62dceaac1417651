// A preloaded library that notes by the clock where each thread of a program is: what the recorder's account of locks
// is held against. It knows nothing of locks.
//
//   STACK_SAMPLES=FILE LD_PRELOAD=runtime_stack_sampler.so PROGRAM
//
// FILE gets the program's memory map, a line each with `m ` before it, then a line for each sample: the addresses of
// the stack in hex, innermost first. Each thread is sampled every quarter of a millisecond, waiting or not.

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace {

constexpr int kDepth = 12, kOwnFrames = 8; // the handler's own frames come first
constexpr std::size_t kMost = std::size_t{1} << 20;
constexpr long kPeriodNs = 250'000;

struct Sample {
  std::uintptr_t frames[kDepth];
};
Sample* samples = nullptr;
std::atomic<std::size_t> taken{0};
const char* output = nullptr;

void on_signal(int, siginfo_t*, void* context) {
  int error = errno;
  if (std::size_t at = taken.fetch_add(1, std::memory_order_relaxed); at < kMost) {
    void* stack[kDepth + kOwnFrames];
    int depth = backtrace(stack, kDepth + kOwnFrames), frame = 0;
    auto here = static_cast<std::uintptr_t>(static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
    while (frame < depth && reinterpret_cast<std::uintptr_t>(stack[frame]) != here)
      ++frame;
    Sample& sample = samples[at];
    sample.frames[0] = here;
    int to = 1;
    for (++frame; frame < depth && to < kDepth; ++frame) // return addresses: the calls lie before them
      sample.frames[to++] = reinterpret_cast<std::uintptr_t>(stack[frame]) - 1;
  }
  errno = error;
}

void sample_this_thread() {
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGPROF;
  event._sigev_un._tid = static_cast<int>(syscall(SYS_gettid));
  timer_t timer{};
  itimerspec period{{0, kPeriodNs}, {0, kPeriodNs}};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
    timer_settime(timer, 0, &period, nullptr);
}

struct Start {
  void* (*run)(void*);
  void* argument;
};

void* start_sampled(void* raw) {
  Start start = *static_cast<Start*>(raw);
  delete static_cast<Start*>(raw);
  sample_this_thread();
  return start.run(start.argument);
}

__attribute__((constructor)) void begin() {
  output = std::getenv("STACK_SAMPLES");
  if (output == nullptr)
    return;
  unsetenv("LD_PRELOAD"); // not in what the program starts
  void* memory =
      mmap(nullptr, kMost * sizeof(Sample), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    std::abort();
  samples = static_cast<Sample*>(memory);
  void* first[4];
  backtrace(first, 4); // loads the unwinder, which a handler may not
  struct sigaction action{};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(SIGPROF, &action, nullptr);
  sample_this_thread();
}

__attribute__((destructor)) void write_samples() {
  if (output == nullptr)
    return;
  signal(SIGPROF, SIG_IGN);
  FILE* file = std::fopen(output, "w");
  FILE* maps = std::fopen("/proc/self/maps", "r");
  if (file == nullptr || maps == nullptr)
    std::abort();
  char line[4096];
  while (std::fgets(line, sizeof line, maps) != nullptr)
    std::fprintf(file, "m %s", line);
  std::fclose(maps);
  std::size_t count = taken < kMost ? taken.load() : kMost;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::uintptr_t frame : samples[i].frames)
      if (frame != 0)
        std::fprintf(file, "%lx ", static_cast<unsigned long>(frame));
    std::fputc('\n', file);
  }
  std::fclose(file);
}

} // namespace

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                              void* argument) {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static auto create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  if (output == nullptr)
    return create(thread, attributes, run, argument);
  return create(thread, attributes, start_sampled, new Start{run, argument});
}
