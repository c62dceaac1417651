// The head's lock is sometimes the outer one, sometimes the inner one.
#include <mutex>

struct Node {
  std::mutex mutex;
  Node* next = nullptr; // guarded by mutex
};

class FreeList {
public:
  void push(Node* node) {
    std::lock_guard head_guard(head_.mutex);
    std::lock_guard node_guard(node->mutex); // CHECK: paraudit-instance-order
    node->next = head_.next;
    head_.next = node;
  }
  void drop(Node* node) {
    std::lock_guard node_guard(node->mutex);
    std::lock_guard head_guard(head_.mutex); // CHECK: paraudit-instance-order
    head_.next = node->next;
  }

private:
  Node head_;
};

void use(FreeList& list, Node* node) {
  list.push(node);
  list.drop(node);
}
