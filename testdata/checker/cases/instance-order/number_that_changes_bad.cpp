// Who has more gives: the number changes, and with it the order of the locks.
#include <mutex>

struct Queue {
  std::mutex lock;
  int length = 0;
};

void add(Queue& queue) {
  std::lock_guard<std::mutex> hold(queue.lock);
  ++queue.length;
}

void balance(Queue& one, Queue& other) {
  if (one.length < other.length)
    return;
  std::lock_guard<std::mutex> first(one.lock);
  std::lock_guard<std::mutex> second(other.lock); // CHECK: paraudit-instance-order
  --one.length;
  ++other.length;
}
