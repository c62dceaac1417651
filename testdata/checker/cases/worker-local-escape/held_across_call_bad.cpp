// The wait is in a function that is called, on a latch.
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

static thread_local int depth;

static void wait_for(paraudit::Latch& done) { done.wait(); }

int force(paraudit::Latch& done) {
  int& own = depth;
  ++own;
  wait_for(done);
  return --own; // CHECK: paraudit-worker-local-escape
}
