// The head of the list is told from its nodes by its name, and its lock is always the outer one.
#include <mutex>

struct Node {
  std::mutex mutex;
  Node* next = nullptr; // guarded by mutex
};

class FreeList {
public:
  void push(Node* node) {
    std::lock_guard head_guard(head_.mutex);
    std::lock_guard node_guard(node->mutex);
    node->next = head_.next;
    head_.next = node;
  }
  Node* pop() {
    std::lock_guard head_guard(head_.mutex);
    Node* node = head_.next;
    if (!node)
      return nullptr;
    std::lock_guard node_guard(node->mutex);
    head_.next = node->next;
    return node;
  }

private:
  Node head_;
};

void use(FreeList& list, Node* node) {
  list.push(node);
  list.pop();
}
