// The copy is in hash order, and so is what is made of it.
#include <iostream>
#include <string>
#include <unordered_map>
#include <vector>

void list(const std::unordered_map<std::string, int>& table) {
  std::vector<std::string> names;
  for (const auto& [name, value] : table)
    names.push_back(name); // CHECK: paraudit-nondeterminism
  for (const std::string& name : names)
    std::cout << name << '\n';
}

std::vector<std::string> exported(const std::unordered_map<std::string, int>& table) {
  std::vector<std::string> names, result;
  for (const auto& [name, value] : table)
    names.push_back(name); // CHECK: paraudit-nondeterminism
  for (const std::string& name : names)
    result.push_back("_" + name);
  return result;
}

std::string first(const std::unordered_map<std::string, int>& table) {
  std::vector<std::string> names;
  for (const auto& [name, value] : table)
    names.push_back(name); // CHECK: paraudit-nondeterminism
  return names.front();
}
