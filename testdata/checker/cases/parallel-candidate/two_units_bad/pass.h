#pragma once
#include <vector>
struct Graph {
  std::vector<int> nodes;
  int edges = 0;
};
void simplify(Graph& graph);
