// A worker-local value given to a task by reference.
#include <thread>

namespace paraudit {
struct Label {
  const char* text;
};
class WorkerPool {};
template <class T> class WorkerLocal {
public:
  explicit WorkerLocal(WorkerPool&) {}
  T& get() const { return value_; }
  T& operator*() const { return value_; }
  T* operator->() const { return &value_; }

private:
  mutable T value_{};
};
class Latch {
public:
  void wait() {}
};
template <class R, class F> void par_for_each_in(const Label&, R&& items, F&& f) {
  for (auto& item : items)
    f(item);
}
} // namespace paraudit

struct Arena {
  long used = 0;
};

class Emitter {
public:
  explicit Emitter(paraudit::WorkerPool& pool) : arenas_(pool) {}
  void run() {
    Arena& arena = *arenas_;
    std::thread helper([&arena] { arena.used += 1; }); // CHECK: paraudit-worker-local-escape
    helper.join();
  }

private:
  paraudit::WorkerLocal<Arena> arenas_;
};

void emit(paraudit::WorkerPool& pool) {
  Emitter emitter(pool);
  emitter.run();
}
