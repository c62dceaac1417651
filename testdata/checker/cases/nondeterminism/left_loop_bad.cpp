// Only what leaves the loop is said once: a loop around it comes back, and what is said before the end is said for each.
#include <cstdio>
#include <string>
#include <unordered_map>
#include <vector>

bool check(const std::vector<std::unordered_map<std::string, int>>& all) {
  for (const auto& uses : all)
    for (const auto& [name, count] : uses)
      if (count == 0) {
        std::printf("%s is never used\n", name.c_str()); // CHECK: paraudit-nondeterminism
        break;
      }
  for (const auto& [name, count] : all.front()) {
    std::printf("%s\n", name.c_str()); // CHECK: paraudit-nondeterminism
    if (count == 0)
      return false;
  }
  return true;
}
