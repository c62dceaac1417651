// The smaller address first.
#include <functional>
#include <mutex>
#include <utility>

struct Node {
  std::mutex mutex;
  int weight = 0;
};

void balance(Node& a, Node& b) {
  if (&a < &b) {
    a.mutex.lock();
    b.mutex.lock();
  } else {
    b.mutex.lock();
    a.mutex.lock();
  }
  std::swap(a.weight, b.weight);
  a.mutex.unlock();
  b.mutex.unlock();
}

void join(Node* a, Node* b) {
  Node* first = a;
  Node* second = b;
  if (std::less<Node*>()(second, first))
    std::swap(first, second);
  std::lock_guard<std::mutex> outer(first->mutex);
  std::lock_guard<std::mutex> inner(second->mutex);
  first->weight += second->weight;
}
