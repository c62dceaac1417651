// Known miss: what two items point to may be one object.
#include <tbb/parallel_for_each.h>
#include <vector>

struct Module {
  int uses = 0;
};
struct Body {
  Module* module;
};

void run(std::vector<Body>& bodies) {
  tbb::parallel_for_each(bodies, [](Body& body) {
    ++body.module->uses; // MISSING: paraudit-parallel-capture
  });
}
