// The numbers are the keys of a map that is written in the order of its keys.
#include <atomic>
#include <iostream>
#include <map>
#include <string>
#include <tbb/parallel_for_each.h>
#include <vector>

struct Function {
  std::string name;
  unsigned id = 0;
};

std::atomic<unsigned> next_id{0};

void emit(std::vector<Function>& functions) {
  tbb::parallel_for_each(functions, [](Function& function) {
    function.id = next_id++; // CHECK: paraudit-nondeterminism
  });
  std::map<unsigned, const Function*> by_id;
  for (const Function& function : functions)
    by_id[function.id] = &function;
  for (const auto& [id, function] : by_id)
    std::cout << function->name << '\n';
}
