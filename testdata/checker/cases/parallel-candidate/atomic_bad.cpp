// Atomics are no obstacle.
#include <atomic>
#include <vector>

static std::atomic<long> simplified;

struct Tree {
  std::vector<int> nodes;
};

void simplify_all(std::vector<Tree>& trees) {
  for (Tree& tree : trees) { // CHECK: paraudit-parallel-candidate
    for (int& node : tree.nodes)
      if (node % 2 == 0) {
        node /= 2;
        ++simplified;
      }
  }
}
