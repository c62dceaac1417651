// Sorted containers with stable keys, vectors, and addresses with a comparison of their own.
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

struct Node {
  int id;
};
struct ById {
  bool operator()(const Node* a, const Node* b) const { return a->id < b->id; }
};

void dump(const std::map<std::string, int>& symbols, const std::vector<Node*>& nodes, const std::set<Node*, ById>& live) {
  for (const auto& [name, value] : symbols)
    std::cout << name << value;
  for (const Node* node : nodes)
    std::cout << node->id;
  for (const Node* node : live)
    std::cout << node->id;
}
