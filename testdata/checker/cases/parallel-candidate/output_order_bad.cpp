// The output relies on the order of the iterations.
#include <cstdio>
#include <vector>

struct Function {
  std::vector<int> code;
};

static int weigh(const Function& function) {
  int weight = 0;
  for (int instruction : function.code)
    weight += instruction % 16 + (instruction >> 4) * 2;
  return weight;
}

void print_all(const std::vector<Function>& functions) {
  for (const Function& function : functions) // CHECK: paraudit-parallel-candidate
    std::printf("%d\n", weigh(function));
}
