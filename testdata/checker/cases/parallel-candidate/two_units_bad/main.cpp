#include "pass.h"

void run(std::vector<Graph>& graphs) {
  for (Graph& graph : graphs) // CHECK: paraudit-parallel-candidate
    simplify(graph);
}
