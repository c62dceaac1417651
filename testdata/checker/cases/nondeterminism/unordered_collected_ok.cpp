// The keys are copied and sorted before anything is written; and a count needs no order.
#include <algorithm>
#include <iostream>
#include <string>
#include <unordered_map>
#include <vector>

void dump(const std::unordered_map<std::string, int>& symbols) {
  std::vector<std::string> names;
  for (const auto& [name, value] : symbols)
    names.push_back(name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names)
    std::cout << name << '\n';
}

int total(const std::unordered_map<std::string, int>& symbols) {
  int sum = 0;
  for (const auto& [name, value] : symbols)
    sum += value;
  return sum;
}
