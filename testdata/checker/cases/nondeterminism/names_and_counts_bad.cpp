// Text and numbers that pointers lead to are the same in each run; only their order is not.
#include <cstdio>
#include <iostream>
#include <unordered_set>

struct Block {
  const char* name;
  int number;
};

void dump(const std::unordered_set<const Block*>& live) {
  for (const Block* block : live)
    std::cerr << block->name << '\n'; // CHECK: paraudit-nondeterminism
  for (const Block* block : live)
    std::fprintf(stderr, "%s %d\n", block->name, block->number); // CHECK: paraudit-nondeterminism
}
