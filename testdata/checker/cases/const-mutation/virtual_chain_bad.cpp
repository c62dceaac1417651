// The change is in the overrider that a chain of const calls ends in.
class Node {
public:
  virtual ~Node() = default;
  virtual int cost() const = 0;
};

class Leaf : public Node {
public:
  int cost() const override { // CHECK: paraudit-const-mutation
    return ++visits_;
  }

private:
  mutable int visits_ = 0;
};

class Pair : public Node {
public:
  Pair(const Node& left, const Node& right) : left_(left), right_(right) {}
  int cost() const override { return left_.cost() + right_.cost(); }

private:
  const Node& left_;
  const Node& right_;
};

int use() {
  Leaf leaf;
  Pair pair(leaf, leaf);
  return pair.cost();
}
