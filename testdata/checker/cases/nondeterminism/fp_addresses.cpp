// A dump that shows addresses differs from run to run, in any order.
#include <cstdio>
#include <iostream>
#include <unordered_set>

struct Block {
  int number;
};

void dump(const std::unordered_set<const Block*>& deleted) {
  for (const Block* block : deleted)
    std::cerr << "  (" << block << ")\n";
  for (const Block* block : deleted)
    std::fprintf(stderr, "%d (%p)\n", block->number, static_cast<const void*>(block));
}
