// One finding for the declaration: each instantiation is guarded by its own lock, or none is.
#include <mutex>

template <class T> struct Counter {
  static inline int live;    // CHECK: paraudit-mutable-global
  static inline int guarded; // by the lock of the same instantiation
  static inline std::mutex mutex;
  static void add() {
    ++live;
    std::lock_guard<std::mutex> guard(mutex);
    ++guarded;
  }
};

void use() {
  Counter<int>::add();
  Counter<float>::add();
  Counter<long>::add();
}
