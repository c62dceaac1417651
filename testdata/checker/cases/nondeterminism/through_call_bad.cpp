// The output is in a function that the loop calls.
#include <iostream>
#include <string>
#include <unordered_set>

static void print(const std::string& name) { std::cerr << "unused: " << name << '\n'; }

void report(const std::unordered_set<std::string>& unused) {
  for (const std::string& name : unused)
    print(name); // CHECK: paraudit-nondeterminism
}
