// CHECKS: paraudit-lock-order-undeclared, paraudit-instance-order
// Spin locks in order findings.
#include <atomic>
#include <mutex>

struct Spin {
  std::atomic_flag flag;
  void lock() {
    while (flag.test_and_set())
      ;
  }
  void unlock() { flag.clear(); }
};

struct Node {
  Spin spin;
  int value = 0;
};

std::mutex graph;

void link(Node& a, Node& b) {
  std::lock_guard<std::mutex> whole(graph);
  std::lock_guard<Spin> first(a.spin);  // CHECK: paraudit-lock-order-undeclared
  std::lock_guard<Spin> second(b.spin); // CHECK: paraudit-instance-order
}
