// What a task says before it ends the program, and what a loop says before it is left, is said once.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <tbb/parallel_for_each.h>
#include <unordered_map>
#include <vector>

struct Fatal {
  ~Fatal() {
    std::cerr << "giving up\n";
    std::abort();
  }
};

static void check(int result) {
  if (result != 0) {
    std::fprintf(stderr, "failed: %d\n", result);
    std::abort();
  }
}

void run(std::vector<std::string>& files) {
  tbb::parallel_for_each(files, [](std::string& file) {
    if (file.empty())
      Fatal();
  });
}

bool is_known(const std::unordered_map<std::string, int>& uses) {
  for (const auto& [name, count] : uses) {
    check(count);
    if (count == 0) {
      std::puts("one is never used");
      return false;
    }
  }
  return true;
}
