// What the recorder's tests record: one scenario of locks, threads, forks or signals per run, named on the command
// line.
//
// Exits with 0 when the scenario itself went well; the tests then judge the trace.

#include "runtime/platform/sanitizer.h"
#include "runtime/sync/sync.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using paraudit::Lock;
using paraudit::RwLock;

constexpr int kThreads = 4, kRounds = 1000;

void in_threads(int count, auto&& body) {
  std::vector<std::thread> threads;
  for (int t = 0; t < count; ++t)
    threads.emplace_back(body);
  for (std::thread& thread : threads)
    thread.join();
}

// Exact counts, nesting, shared and exclusive modes, named and unnamed classes.
int run_counts() {
  Lock<long> outer(0, "ns::outer"), inner(0, "ns::inner"), unnamed(0);
  RwLock<long> table(0, "ns::table");
  in_threads(kThreads, [&] {
    for (int i = 0; i < kRounds; ++i) {
      auto guard = outer.lock();
      ++*inner.lock();
      long seen = *table.read();
      *table.write() = seen + 1;
    }
    ++*unnamed.lock();
  });
  return outer.try_lock().has_value() ? 0 : 1;
}

// One thread holds for a while, another is known to wait for it.
// Whether the process's first thread sleeps in the kernel.
bool main_thread_sleeps() {
  std::ifstream stat("/proc/self/task/" + std::to_string(getpid()) + "/stat");
  std::string text{std::istreambuf_iterator<char>(stat), {}};
  size_t state = text.rfind(')') + 2; // the name before it may hold anything
  return state < text.size() && text[state] == 'S';
}

int run_contended() {
  Lock<int> lock(0, "ns::contended");
  std::atomic<bool> held{false};
  // Holds until the other thread waits, however late a busy machine lets it run.
  std::thread holder([&] {
    auto guard = lock.lock();
    held = true;
    while (!main_thread_sleeps())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  while (!held)
    std::this_thread::yield();
  ++*lock.lock();
  holder.join();
  return 0;
}

// Locks known by address, through the C interface, as pass and preload use it.
int run_foreign() {
  static paraudit_site first{"a.cpp", "f", "m", 10, 3, PARAUDIT_COLUMN_DEBUG_CLANG, {}, 0, nullptr, 0};
  static paraudit_site second{"a.cpp", "g", "m", 20, 3, PARAUDIT_COLUMN_DEBUG_CLANG, {}, 0, nullptr, 0};
  int mutex = 0, named = 0;
  paraudit_lock_name(&named, PARAUDIT_OBJECT_RWLOCK, "ns::named", nullptr);
  for (int i = 0; i < 10; ++i)
    for (paraudit_site* site : {&first, &second}) {
      paraudit_lock_acquired(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, site);
      paraudit_lock_acquired(&named, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_SHARED, paraudit_site_of_address(&first));
      uint64_t token = paraudit_lock_releasing(&mutex); // not in the order of acquisition
      paraudit_lock_released(&mutex, token);
      token = paraudit_lock_releasing(&named);
      paraudit_lock_released(&named, token);
    }
  std::thread waiter([&] {
    uint64_t wait = paraudit_lock_wait_begin(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &first);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    paraudit_lock_wait_end(&mutex, wait, 1);
    paraudit_lock_acquired(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &first);
    uint64_t token = paraudit_lock_releasing(&mutex);
    paraudit_lock_released(&mutex, token);
  });
  waiter.join();
  paraudit_lock_forget(&mutex);
  return 0;
}

// Tasks, waits, signals, thread edges, shard keys.
int run_tasks() {
  static paraudit_site site{"t.cpp", "wait", nullptr, 7, 0, PARAUDIT_COLUMN_NONE, {}, 0, nullptr, 0};
  int latch = 0;
  uint64_t created = paraudit_thread_create();
  uint64_t task = paraudit_task_spawn("work");
  std::thread worker([&] {
    paraudit_thread_start(created);
    paraudit_thread_name("worker-one");
    paraudit_task_begin(task);
    paraudit_task_suspend(task);
    paraudit_task_resume(task);
    paraudit_task_end(task);
    paraudit_signal(&latch, PARAUDIT_OBJECT_LATCH, &site);
  });
  Lock<int> held(0, "ns::held");
  auto guard = held.lock();
  uint64_t wait = paraudit_wait_begin(&latch, PARAUDIT_OBJECT_LATCH, 77, &site);
  worker.join();
  paraudit_wait_end(&latch, wait);
  paraudit_task_join(task);
  paraudit_thread_joined(created);
  paraudit::Sharded<int> shards("ns::shards", 8);
  for (uint64_t key = 0; key <= 20; ++key)
    ++*shards.lock_shard_by_hash(key);
  return shards.lock_shards().size() == 8 ? 0 : 1;
}

// The child records in a directory of its own, with a lock held across the fork.
int run_fork() {
  Lock<int> lock(0, "ns::forked");
  for (int i = 0; i < 10; ++i)
    ++*lock.lock();
  Lock<int> across(0, "ns::across");
  auto guard = across.lock();
  pid_t child = fork();
  for (int i = 0; i < (child == 0 ? 5 : 7); ++i)
    ++*lock.lock();
  if (child == 0)
    return 0;
  int status = 1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// The same process goes on as another program.
int run_exec(const char* self) {
  Lock<int> lock(0, "ns::exec");
  ++*lock.lock();
  execl(self, self, "counts", static_cast<char*>(nullptr));
  return 1;
}

int churn(int threads) {
  Lock<int> lock(0, "ns::churn");
  for (int i = 0; i < threads; ++i)
    std::thread([&] { ++*lock.lock(); }).join();
  return *lock.lock() == threads ? 0 : 1;
}
int run_churn() {
  return churn(100);
}
int run_much_churn() {
  return churn(10000);
}

// An allocator with a lock of its own, which the recorder's work inside a lock may enter, and which locks in turn.
std::unique_ptr<Lock<long>> heap_lock;
thread_local bool inside_heap = false;

[[maybe_unused]] void* locked_allocation(size_t size) {
  if (heap_lock != nullptr && !inside_heap) {
    inside_heap = true;
    ++*heap_lock->lock();
    inside_heap = false;
  }
  return std::malloc(size);
}

// Names, sites, classes, threads: whatever the recorder makes for the first time, it makes inside an allocation too.
int run_allocator() {
  heap_lock = std::make_unique<Lock<long>>(0, "ns::heap");
  in_threads(kThreads, [&] {
    for (int i = 0; i < 200; ++i) {
      Lock<int> lock(0, std::make_unique<std::string>("ns::many" + std::to_string(i))->c_str());
      auto guard = lock.lock();
      auto inside = std::make_unique<long>(i);
      *guard = static_cast<int>(*inside);
    }
  });
  return *heap_lock->lock() > kThreads * 200 ? 0 : 1;
}

// Locks in thread-local destructors, pthread keys' destructors and exit handlers.
int run_late() {
  static Lock<int> lock(0, "ns::late");
  struct AtThreadEnd {
    int uses = 0;
    ~AtThreadEnd() { ++*lock.lock(); }
  };
  pthread_key_t key;
  pthread_key_create(&key, [](void*) { ++*lock.lock(); });
  std::thread([&] {
    pthread_setspecific(key, &lock);
    static thread_local AtThreadEnd at_end; // made when this thread passes here
    ++at_end.uses;
    ++*lock.lock();
  }).join();
  std::atexit([] { ++*lock.lock(); });
  return *lock.lock() == 3 ? 0 : 1;
}

std::unique_ptr<Lock<long>> signal_lock;
std::atomic<long> handled{0};

// A handler that locks, wherever it interrupts: in the lock, in the recorder, in the allocator.
int run_signals() {
  signal_lock = std::make_unique<Lock<long>>(0, "ns::handler");
  struct sigaction action{};
  action.sa_handler = [](int) {
    if (auto guard = signal_lock->try_lock())
      ++**guard;
    ++handled;
  };
  sigaction(SIGALRM, &action, nullptr);
  itimerval timer{{0, 50}, {0, 50}};
  setitimer(ITIMER_REAL, &timer, nullptr);
  Lock<long> outer(0, "ns::outer"), inner(0, "ns::inner");
  while (handled < 500) {
    auto guard = outer.lock();
    ++*inner.lock();
  }
  timer = {};
  setitimer(ITIMER_REAL, &timer, nullptr);
  return 0;
}

int run_deep() {
  std::vector<std::unique_ptr<Lock<int>>> locks;
  std::vector<paraudit::LockGuard<int>> guards;
  for (int i = 0; i < 200; ++i) {
    locks.push_back(std::make_unique<Lock<int>>(0, "ns::deep"));
    guards.push_back(locks.back()->lock());
  }
  guards.clear();
  return 0;
}

// More classes than counter slots.
int run_many_classes() {
  for (int i = 0; i < 100; ++i) {
    std::string name = "ns::many" + std::to_string(i);
    Lock<int> lock(0, name.c_str());
    ++*lock.lock();
  }
  return 0;
}

// A library comes and goes; a lock is taken at an address in it.
int run_dlopen() {
  void* library = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL);
  void* inside = library == nullptr ? nullptr : dlsym(library, "ZSTD_versionNumber");
  if (inside == nullptr)
    return 77;
  int mutex = 0;
  paraudit_lock_acquired(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, paraudit_site_of_address(inside));
  paraudit_lock_released(&mutex, paraudit_lock_releasing(&mutex));
  dlclose(library);
  return 0; // the recorder looks again when the process ends
}

int run_samples() {
  Lock<long> lock(0, "ns::sampled");
  for (int i = 0; i < 200000; ++i)
    ++*lock.lock();
  return 0;
}

// Two sites in turn: who takes every 64th acquisition sees one of them only.
int run_alternating() {
  Lock<long> lock(0, "ns::alternating");
  for (int i = 0; i < 100000; ++i) {
    ++*lock.lock();
    ++*lock.lock();
  }
  return 0;
}

// Long enough for the clock to be looked at again.
int run_slow() {
  Lock<long> lock(0, "ns::slow");
  for (int i = 0; i < 60; ++i) {
    ++*lock.lock();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return 0;
}

// More than the recorder keeps, of each kind, and what it cannot know.
int run_beyond() {
  static paraudit_site site{"b.cpp", "f", nullptr, 1, 0, PARAUDIT_COLUMN_NONE, {}, 0, nullptr, 0};
  constexpr int kMostHeld = 65536, kMostWaits = 65536;
  std::vector<char> locks(kMostHeld + 10);
  for (char& lock : locks) // shared: nobody looks through the stack whether it is held already
    paraudit_lock_acquired(&lock, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_SHARED, &site);
  for (size_t i = kMostHeld; i-- > 0;)
    paraudit_lock_released(&locks[i], paraudit_lock_releasing(&locks[i]));
  for (size_t i = kMostHeld; i < locks.size(); ++i) // never put on the stack
    paraudit_lock_released(&locks[i], paraudit_lock_releasing(&locks[i]));
  for (int i = 0; i < kMostWaits + 10; ++i)
    (void)paraudit_wait_begin(&site, PARAUDIT_OBJECT_LATCH, 0, &site);
  char timed = 0;
  uint64_t wait = paraudit_lock_wait_begin(&timed, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &site);
  paraudit_lock_wait_end(&timed, wait, 0);
  return 0;
}

// From here on no file may grow beyond 1.5 MiB, as on a disk that has filled up meanwhile.
int run_full_disk() {
  Lock<long> lock(0, "ns::sampled");
  ++*lock.lock();
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 3 << 19;
  setrlimit(RLIMIT_FSIZE, &limit);
  for (int i = 0; i < 200000; ++i)
    ++*lock.lock();
  return 0;
}

// Runs until it is killed. What it has surely recorded is published in the file that the test maps.
int run_endless(const char* progress_file) {
  int fd = open(progress_file, O_RDWR);
  void* memory = fd < 0 ? MAP_FAILED : mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    return 1;
  auto* progress = new (memory) std::atomic<uint64_t>[kThreads];
  Lock<long> outer(0, "ns::outer"), inner(0, "ns::inner");
  std::atomic<int> next{0};
  in_threads(kThreads, [&] {
    int mine = next++;
    for (uint64_t i = 1;; ++i) {
      {
        auto guard = outer.lock();
        ++*inner.lock();
      }
      progress[mine].store(i, std::memory_order_release);
      if (i % 4096 == 0) // threads come and go meanwhile, but their files would fill the disk
        std::thread([&] { (void)*inner.lock(); }).join();
    }
  });
  return 0;
}

} // namespace

// A sanitizer brings its own.
#if !PARAUDIT_WITH_SANITIZER
void* operator new(size_t size) {
  return locked_allocation(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}
#endif

int main(int argc, char** argv) {
  std::string_view scenario = argc > 1 ? argv[1] : "";
  paraudit::set_mode(paraudit::SyncMode::kSync);
  struct Scenario {
    const char* name;
    int (*run)();
  };
  constexpr Scenario kScenarios[] = {{"counts", run_counts},
                                     {"contended", run_contended},
                                     {"foreign", run_foreign},
                                     {"tasks", run_tasks},
                                     {"fork", run_fork},
                                     {"churn", run_churn},
                                     {"late", run_late},
                                     {"signals", run_signals},
                                     {"deep", run_deep},
                                     {"many-classes", run_many_classes},
                                     {"samples", run_samples},
                                     {"full-disk", run_full_disk},
                                     {"alternating", run_alternating},
                                     {"slow", run_slow},
                                     {"beyond", run_beyond},
                                     {"dlopen", run_dlopen},
                                     {"much-churn", run_much_churn},
                                     {"allocator", run_allocator}};
  for (auto& [name, run] : kScenarios)
    if (scenario == name)
      return run();
  if (scenario == "exec")
    return run_exec(argv[0]);
  if (scenario == "endless" && argc > 2)
    return run_endless(argv[2]);
  std::fprintf(stderr, "unknown scenario\n");
  return 2;
}
