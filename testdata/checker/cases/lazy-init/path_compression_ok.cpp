// The leader is set when the node is made, and shortened later.
class Node {
 public:
  Node() : leader_(this) {}
  bool is_leader() const { return leader_ == this; }
  const Node* leader() const {
    if (is_leader())
      return this;
    if (leader_->is_leader())
      return leader_;
    return leader_ = leader_->leader();
  }
  void join(const Node& other) { leader_ = other.leader(); }

 private:
  mutable const Node* leader_;
};

const Node* use(const Node& node) {
  return node.leader();
}
