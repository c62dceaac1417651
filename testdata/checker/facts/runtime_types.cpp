// The project's own runtime types, by name: a stand-in with the same interface.
#include <optional>

namespace paraudit {
template <class T> struct LockGuard {
  LockGuard(LockGuard&&);
  ~LockGuard();
  T& operator*();
  T* operator->();
  
};
template <class T> struct ReadGuard {
  ReadGuard(ReadGuard&&);
  ~ReadGuard();
  const T& operator*();
};
template <class T> struct Lock {
  LockGuard<T> lock();
  std::optional<LockGuard<T>> try_lock();
  template <class F> void with_lock(F) {}
};
template <class T> struct RwLock {
  ReadGuard<T> read() const;
  LockGuard<T> write();
};
template <class T> struct Sharded {
  LockGuard<T> lock_shard_by_index(unsigned);
};
struct Label {
  Label(const char*);
};
template <class R, class F> void par_for_each_in(const Label&, R&&, F&&) {}
} // namespace paraudit

struct Table {
  int size;
};
paraudit::Lock<Table> table;
paraudit::RwLock<int> config;
paraudit::Sharded<int> shards;

void resize() {
  auto guard = table.lock();
  guard->size = 1;
}
void tried() {
  if (auto guard = table.try_lock())
    (*guard)->size = 2;
}
void with() {
  table.with_lock([](Table& t) { t.size = 3; });
}
int both() {
  auto read = config.read();
  auto shard = shards.lock_shard_by_index(4);
  return *read + *shard;
}
void temporary() { table.lock()->size = 5; }
void parallel(int (&items)[4]) {
  paraudit::par_for_each_in("loop", items, [](int& item) { item = both(); });
}
