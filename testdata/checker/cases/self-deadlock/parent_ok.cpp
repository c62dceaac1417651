// Another node of the same list: not the same object.
#include <mutex>

struct Node {
  std::mutex mutex;
  Node* parent = nullptr;
  int value = 0;
};

void push_up(Node& node) {
  std::lock_guard<std::mutex> guard(node.mutex);
  ++node.value;
}

void visit(Node& node) {
  std::lock_guard<std::mutex> guard(node.mutex);
  push_up(*node.parent);
}
