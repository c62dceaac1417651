#include "pass.h"

void simplify(Graph& graph) {
  for (int& node : graph.nodes) {
    node = node * 2 + 1;
    if (node % 3 == 0)
      ++graph.edges;
  }
}
