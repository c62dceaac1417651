// What a failed verification prints before it ends the program is printed once.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>

void verify(const std::unordered_map<std::string, int>& uses) {
  for (const auto& [name, count] : uses)
    if (count < 0) {
      std::printf("%s has %d uses\n", name.c_str(), count);
      std::abort();
    }
}

[[noreturn]] void give_up(const std::unordered_map<std::string, int>& uses) {
  for (const auto& [name, count] : uses)
    std::printf("%s has %d uses\n", name.c_str(), count);
  std::abort();
}
