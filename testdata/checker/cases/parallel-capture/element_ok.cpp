// Each task changes the element that it is given, also by a method and a helper.
#include <tbb/parallel_for_each.h>
#include <vector>

class Body {
public:
  void optimise() { size_ /= 2; }
  int passes = 0;

private:
  int size_ = 0;
};

static void visit(Body& body) { ++body.passes; }

void run(std::vector<Body>& bodies) {
  tbb::parallel_for_each(bodies, [&](Body& body) {
    body.optimise();
    visit(body);
    body.passes += 1;
  });
}
