// No decorator: a node passes the call on to all its children, which are nodes of the same kind.
#include <mutex>
#include <thread>
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual int area() = 0;
};
struct Square : Shape {
  int area() override { return 1; }
};
struct Group : Shape {
  int area() override {
    std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-instance-order
    int sum = 0;
    for (Shape* part : parts)
      sum += part->area();
    return last = sum;
  }
  std::mutex mutex;
  std::vector<Shape*> parts;
  int last = 0;
};

Square square;
Group inner, outer;

int main() {
  outer.parts = {&square, &inner};
  std::thread one([] { outer.area(); });
  inner.area();
  one.join();
}
