// So much is shared that it is not worth listing.
#include <cstdio>
#include <vector>

struct Body {
  std::vector<int> nodes;
};
static int errors, warnings, notes, visited, deepest;

static void lint(const Body& body) {
  for (int node : body.nodes) {
    errors += node == 1;
    warnings += node == 2;
    notes += node == 3;
    ++visited;
    if (node > deepest)
      deepest = node;
    if (node < 0)
      std::puts("negative");
  }
}

void lint_all(const std::vector<Body>& bodies) {
  for (const Body& body : bodies)
    lint(body);
}
