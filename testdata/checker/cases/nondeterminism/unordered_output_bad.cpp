// The symbol table is written in hash order.
#include <iostream>
#include <string>
#include <unordered_map>

void dump(const std::unordered_map<std::string, int>& symbols) {
  for (const auto& [name, value] : symbols) {
    std::cout << name << " = " << value << '\n'; // CHECK: paraudit-nondeterminism
  }
}
