// One class of lock taken on two objects is no cycle between two classes.
#include <mutex>

struct Node {
  std::mutex mutex;
  Node* next = nullptr;
};

void walk(Node* node) {
  node->mutex.lock();
  Node* next = node->next;
  next->mutex.lock();
  node->mutex.unlock();
  next->mutex.unlock();
}
