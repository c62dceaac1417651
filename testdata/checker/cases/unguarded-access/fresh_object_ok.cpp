// What nobody else has yet needs no lock.
#include <memory>
#include <mutex>

class Node {
public:
  static std::unique_ptr<Node> make(int weight) {
    auto node = std::make_unique<Node>();
    node->weight_ = weight;
    return node;
  }
  void add(int weight) {
    std::lock_guard<std::mutex> lock(mutex_);
    weight_ += weight;
  }
  int weight() {
    std::lock_guard<std::mutex> lock(mutex_);
    return weight_;
  }

private:
  std::mutex mutex_;
  int weight_ = 0;
};

int use() {
  Node local;
  local.add(1);
  return Node::make(2)->weight() + local.weight();
}
