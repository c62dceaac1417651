// Helper functions that return with a lock held.
#include <mutex>

std::mutex heap;
std::mutex roots;

void enter_heap() { heap.lock(); }
void leave_heap() { heap.unlock(); }

void collect() {
  enter_heap();
  roots.lock(); // CHECK: paraudit-lock-order-inversion
  roots.unlock();
  leave_heap();
}

void push_root() {
  roots.lock();
  enter_heap();
  leave_heap();
  roots.unlock();
}
