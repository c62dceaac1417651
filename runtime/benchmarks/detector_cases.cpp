// The cases that lock-order detectors are judged by, one per run: each ends without a deadlock, and whether one was
// possible is known.
//
//   PARAUDIT_RECORD=count runtime_detector_cases CASE
//   runtime_detector_cases            lists the cases, each with "report" or "none"
//
// Built with DETECTOR_CASES_STD it is the same program on std::mutex, std::shared_mutex and std::thread, for other
// detectors (scripts/benchmarks/detectors.py).

#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#ifdef DETECTOR_CASES_STD
#include <mutex>
#include <shared_mutex>
#else
#include "runtime/sync/sync.h"
#endif

namespace {

#ifdef DETECTOR_CASES_STD
struct Mutex {
  explicit Mutex(const char*) {}
  std::unique_lock<std::mutex> hold() { return std::unique_lock<std::mutex>(mutex); }
  std::mutex mutex;
};
struct SharedMutex {
  explicit SharedMutex(const char*) {}
  std::shared_lock<std::shared_mutex> read() { return std::shared_lock<std::shared_mutex>(mutex); }
  std::unique_lock<std::shared_mutex> write() { return std::unique_lock<std::shared_mutex>(mutex); }
  std::shared_mutex mutex;
};
using Held = std::unique_lock<std::mutex>;
template <class Body> std::thread start(Body body) {
  return std::thread(body);
}
void join(std::thread& thread) {
  thread.join();
}
using Thread = std::thread;
#else
struct Mutex {
  explicit Mutex(const char* name) : lock(0, name) {}
  auto hold(paraudit::SourceLocation at = paraudit::SourceLocation::current()) { return lock.lock(at); }
  paraudit::Lock<int> lock;
};
struct SharedMutex {
  explicit SharedMutex(const char* name) : lock(0, name) {}
  auto read(paraudit::SourceLocation at = paraudit::SourceLocation::current()) { return lock.read(at); }
  auto write(paraudit::SourceLocation at = paraudit::SourceLocation::current()) { return lock.write(at); }
  paraudit::RwLock<int> lock;
};
using Held = paraudit::LockGuard<int>;

// A thread whose start and join the recorder knows. (Under the preload library std::thread itself is known.)
struct Thread {
  uint64_t token;
  std::thread thread;
};
template <class Body> Thread start(Body body) {
  uint64_t token = paraudit_thread_create();
  return {token, std::thread([token, body] {
            paraudit_thread_start(token);
            body();
          })};
}
void join(Thread& thread) {
  thread.thread.join();
  paraudit_thread_joined(thread.token);
}
#endif

struct Pair {
  Mutex first{"cases::Pair::first"}, second{"cases::Pair::second"};
};

void forward(Pair& pair) {
  auto outer = pair.first.hold();
  auto inner = pair.second.hold();
}
void backward(Pair& pair) {
  auto outer = pair.second.hold();
  auto inner = pair.first.hold();
}

// Both threads are alive all the time and nothing orders them for a detector, but the second acts when the first has:
// no run hangs.
void one_after_the_other(const std::function<void()>& one, const std::function<void()>& two) {
  std::atomic<int> done{0};
  auto wait_for = [&done](int value) {
    while (done.load() < value)
      std::this_thread::yield();
  };
  Thread first = start([&] {
    one();
    done = 1;
    wait_for(2);
  });
  Thread second = start([&] {
    wait_for(1);
    two();
    done = 2;
  });
  join(first);
  join(second);
}

void single_thread_inversion() {
  Pair pair;
  Thread only = start([&] {
    forward(pair);
    backward(pair);
  });
  join(only);
}

void gate_lock() {
  Pair pair;
  Mutex gate("cases::gate");
  one_after_the_other(
      [&] {
        auto held = gate.hold();
        forward(pair);
      },
      [&] {
        auto held = gate.hold();
        backward(pair);
      });
}

void joined() {
  Pair pair;
  Thread first = start([&] { forward(pair); });
  join(first);
  Thread second = start([&] { backward(pair); });
  join(second);
}

void hand_over_hand() {
  Mutex a("cases::a"), b("cases::b"), c("cases::c");
  one_after_the_other(
      [&] {
        auto held_a = std::make_unique<Held>(a.hold());
        auto held_b = b.hold();
        held_a.reset();
        auto held_c = c.hold();
      },
      [&] {
        auto held_c = c.hold();
        auto held_a = a.hold();
      });
}

void class_inversion() {
  Pair one, other;
  one_after_the_other([&] { forward(one); }, [&] { backward(other); });
}

void recursive_shared() {
  SharedMutex table("cases::table");
  one_after_the_other(
      [&] {
        auto outer = table.read();
        auto again = table.read(); // would wait for a writer that came in between
      },
      [&] { auto held = table.write(); });
}

void many_held() {
  constexpr int kHeld = 200;
  std::vector<std::unique_ptr<Mutex>> locks;
  std::vector<Held> held;
  for (int i = 0; i < kHeld; ++i) {
    locks.push_back(std::make_unique<Mutex>("cases::many"));
    held.push_back(locks.back()->hold());
  }
}

void many_live() {
  constexpr int kLive = 5000;
  Pair pair;
  std::vector<std::unique_ptr<Mutex>> locks;
  one_after_the_other(
      [&] {
        forward(pair);
        for (int i = 0; i < kLive; ++i) {
          locks.push_back(std::make_unique<Mutex>("cases::live"));
          auto held = locks.back()->hold();
        }
      },
      [&] { backward(pair); });
}

struct Case {
  std::string_view name, verdict;
  void (*run)();
};
constexpr Case kCases[] = {
    {"single_thread_inversion", "none", single_thread_inversion},
    {"gate_lock", "none", gate_lock},
    {"joined", "none", joined},
    {"hand_over_hand", "none", hand_over_hand},
    {"class_inversion", "report", class_inversion},
    {"recursive_shared", "report", recursive_shared},
    {"many_held", "none", many_held},
    {"many_live", "report", many_live},
};

} // namespace

int main(int argc, char** argv) {
#ifndef DETECTOR_CASES_STD
  paraudit::set_mode(paraudit::SyncMode::kSync);
#endif
  std::string_view wanted = argc > 1 ? argv[1] : "";
  for (const Case& one : kCases) {
    if (wanted.empty()) {
      std::printf("%s %s\n", one.name.data(), one.verdict.data());
    } else if (wanted == one.name) {
      one.run();
      return 0;
    }
  }
  return wanted.empty() ? 0 : 2;
}
