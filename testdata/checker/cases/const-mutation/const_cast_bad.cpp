class Tree {
public:
  int depth() const { // CHECK: paraudit-const-mutation
    const_cast<Tree*>(this)->visited_ = true;
    return 1;
  }

private:
  bool visited_ = false;
};

int use(const Tree& tree) { return tree.depth(); }
