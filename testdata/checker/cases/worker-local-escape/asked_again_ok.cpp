// The value is asked for again after each wait.
#include <vector>

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

struct Table {
  int entries = 0;
};

void check(paraudit::WorkerPool& pool, std::vector<int>& bodies) {
  paraudit::WorkerLocal<Table> tables(pool);
  {
    Table& own = tables.get();
    ++own.entries;
  }
  paraudit::par_for_each_in({"bodies"}, bodies, [](int& body) { ++body; });
  tables->entries += 1;
  Table& again = *tables;
  ++again.entries;
}
