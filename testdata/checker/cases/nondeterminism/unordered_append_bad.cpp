// A linkage list in hash order.
#include <string>
#include <unordered_set>
#include <vector>

std::vector<std::string> exports(const std::unordered_set<std::string>& names) {
  std::vector<std::string> list;
  for (const std::string& name : names)
    list.push_back("_" + name); // CHECK: paraudit-nondeterminism
  return list;
}
