// A server's loop never ends, and neither does the program.
#include <cstdio>
#include <string>
#include <unordered_map>

void serve(const std::unordered_map<std::string, int>& uses) {
  for (;;)
    for (const auto& [name, count] : uses)
      std::printf("%s has %d uses\n", name.c_str(), count); // CHECK: paraudit-nondeterminism
}
