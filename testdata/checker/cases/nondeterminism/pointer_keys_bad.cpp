// A map that is sorted by address is emitted in that order.
#include <cstdio>
#include <map>
#include <set>

struct Node {
  int id;
};

void emit(const std::map<const Node*, int>& uses) {
  for (const auto& [node, count] : uses)
    std::printf("%d %d\n", node->id, count); // CHECK: paraudit-nondeterminism
}

void list(const std::set<Node*>& live, std::FILE* out) {
  for (Node* node : live)
    std::fprintf(out, "%d\n", node->id); // CHECK: paraudit-nondeterminism
}
