#include <atomic>

class Scope {
public:
  int find(int name) const {
    lookups_.fetch_add(1, std::memory_order_relaxed);
    return name;
  }

private:
  mutable std::atomic<int> lookups_{0};
};

int use(const Scope& scope) { return scope.find(1); }
