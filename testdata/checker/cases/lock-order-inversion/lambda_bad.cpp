// A lambda that is called where it is made, and one that is passed to a template.
#include <mutex>

std::mutex graph;
std::mutex nodes;

template <typename Function> void with_graph(Function function) {
  std::lock_guard<std::mutex> guard(graph);
  function();
}

void add() {
  with_graph([] {
    std::lock_guard<std::mutex> guard(nodes); // CHECK: paraudit-lock-order-inversion
  });
}

void remove() {
  std::lock_guard<std::mutex> guard(nodes);
  [] { std::lock_guard<std::mutex> inner(graph); }();
}
