class Scope {
public:
  int find(int name) const { // CHECK: paraudit-const-mutation
    ++lookups_;
    return name;
  }

private:
  mutable int lookups_ = 0;
};

int use(const Scope& scope) { return scope.find(1); }
