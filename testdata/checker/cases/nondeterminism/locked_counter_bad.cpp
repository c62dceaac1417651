// A counter under a lock is as shared as an atomic one; what it gave sorts the types later.
#include <algorithm>
#include <mutex>
#include <tbb/parallel_for_each.h>
#include <vector>

class TypeTable {
 public:
  int add() {
    std::lock_guard<std::mutex> lock(mutex_);
    int id = next_id_++; // CHECK: paraudit-nondeterminism
    return id;
  }

 private:
  std::mutex mutex_;
  int next_id_ = 0;
};

struct Type {
  int number = 0;
};

TypeTable types;

void number(std::vector<Type>& nodes) {
  tbb::parallel_for_each(nodes, [](Type& node) { node.number = types.add(); });
  std::sort(nodes.begin(), nodes.end(), [](const Type& a, const Type& b) { return a.number < b.number; });
}
