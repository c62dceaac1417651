// A counter under a lock is as shared as an atomic one.
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

TypeTable types;

void number(std::vector<int>& nodes) {
  tbb::parallel_for_each(nodes, [](int& node) { node = types.add(); });
}
