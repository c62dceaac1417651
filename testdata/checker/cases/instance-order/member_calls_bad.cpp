// Through a method of the other object.
#include <mutex>

class Node {
 public:
  void adopt(Node& other) {
    std::lock_guard<std::mutex> guard(mutex_);
    weight_ += other.take();
  }
  int take() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-instance-order
    int weight = weight_;
    weight_ = 0;
    return weight;
  }

 private:
  std::mutex mutex_;
  int weight_ = 1;
};

void merge(Node& a, Node& b) {
  a.adopt(b);
}
