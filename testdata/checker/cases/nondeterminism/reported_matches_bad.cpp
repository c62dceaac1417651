// The loop keeps a flag, but no assertion fails on it; and one of which only the flag's own block is about a failure.
#include <cassert>
#include <iostream>
#include <string>
#include <unordered_map>

bool verify(const std::unordered_map<std::string, int>& counts) {
  bool match = true;
  for (const auto& [name, count] : counts) {
    if (count < 0) {
      match = false;
      std::cerr << "mismatch: " << name << '\n'; // CHECK: paraudit-nondeterminism
    }
  }
  return match;
}

void print(const std::unordered_map<std::string, int>& counts) {
  bool sound = true;
  for (const auto& [name, count] : counts) {
    if (count < 0) {
      sound = false;
    }
    std::cout << name << '\n'; // CHECK: paraudit-nondeterminism
  }
  assert(sound);
}
