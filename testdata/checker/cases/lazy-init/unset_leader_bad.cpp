// The leader is looked for on first use.
class Node {
 public:
  explicit Node(const Node* parent) : parent_(parent) {}
  const Node* leader() const {
    if (leader_ == nullptr) // CHECK: paraudit-lazy-init
      leader_ = parent_ == nullptr ? this : parent_->leader();
    return leader_;
  }

 private:
  const Node* parent_;
  mutable const Node* leader_ = nullptr;
};

const Node* use(const Node& node) {
  return node.leader();
}
