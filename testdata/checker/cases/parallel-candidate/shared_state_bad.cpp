// All iterations count into one global: the loop is listed with that.
#include <vector>

struct Body {
  std::vector<int> nodes;
};
static long visited;

static void walk(Body& body) {
  for (int& node : body.nodes) {
    ++visited;
    node = node * 3 + 1;
    if (node % 2 == 0)
      node /= 2;
  }
}

void walk_all(std::vector<Body>& bodies) {
  for (Body& body : bodies) // CHECK: paraudit-parallel-candidate
    walk(body);
}
