// The head of an empty ring refers to itself.
#include <mutex>

struct Node {
  Node* next = nullptr;
};

class Ring {
public:
  Ring() { clear(); }
  void clear() {
    std::lock_guard guard(mutex_);
    head_.next = &head_;
  }
  bool empty() {
    std::lock_guard guard(mutex_);
    return head_.next == &head_;
  }
  void push(Node& node) {
    std::lock_guard guard(mutex_);
    node.next = head_.next;
    head_.next = &node;
  }

private:
  std::mutex mutex_;
  Node head_;
};
