// The first failure ends it.
#include <vector>

struct Body {
  std::vector<int> nodes;
};

static bool verify(const Body& body) {
  for (int node : body.nodes)
    if (node < 0 || node % 3 == 1 || node * 2 > 1000)
      return false;
  return true;
}

bool verify_all(const std::vector<Body>& bodies) {
  for (const Body& body : bodies)
    if (!verify(body))
      return false;
  return true;
}
