// What does not match is told just before the assertion fails, whether it is compiled in or not.
#define NDEBUG
#include <cassert>
#include <iostream>
#include <string>
#include <unordered_map>

void verify(const std::unordered_map<std::string, int>& counts, const std::unordered_map<std::string, int>& others) {
  bool match = true;
  for (const auto& [name, count] : counts) {
    if (others.at(name) != count) {
      match = false;
      std::cerr << "mismatch: " << name << '\n';
    }
  }
  assert(match && "counts differ");
}
