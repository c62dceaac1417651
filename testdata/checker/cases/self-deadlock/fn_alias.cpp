// Known miss: one object under two names, which only a whole-program alias analysis would equate.
#include <mutex>

struct Node {
  std::mutex mutex;
  Node* self = this;
};

void use(Node& node) {
  std::lock_guard<std::mutex> outer(node.mutex);
  std::lock_guard<std::mutex> inner(node.self->mutex); // MISSING: paraudit-self-deadlock
}
