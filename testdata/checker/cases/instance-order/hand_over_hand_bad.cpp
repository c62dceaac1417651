// A list that is walked hand over hand: the order is the list's, and no declaration tells it.
#include <mutex>

struct Entry {
  std::mutex mutex;
  Entry* next = nullptr;
  int value = 0;
};

int second(Entry* head) {
  std::unique_lock<std::mutex> outer(head->mutex);
  std::unique_lock<std::mutex> inner(head->next->mutex); // CHECK: paraudit-instance-order
  outer.unlock();
  return head->next->value;
}
