// Two nodes of a graph change the same variable, and two workers may run them at once.
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Node {
  std::function<void()> work;
};

class Graph {
 public:
  Node* add(std::function<void()> work) {
    nodes_.push_back(std::make_unique<Node>());
    nodes_.back()->work = std::move(work);
    return nodes_.back().get();
  }
  void run(int workers) {
    for (std::unique_ptr<Node>& node : nodes_)
      ready_.push_back(node.get());
    std::vector<std::thread> threads;
    for (int i = 0; i < workers; ++i)
      threads.emplace_back([this] { work(); });
    for (std::thread& thread : threads)
      thread.join();
  }

 private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> lock(mutex_);
      if (ready_.empty())
        return;
      Node* node = ready_.back();
      ready_.pop_back();
      lock.unlock();
      node->work();
    }
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Node*> ready_;
};

int compile() {
  Graph graph;
  int errors = 0;
  graph.add([&] {
    ++errors; // CHECK: paraudit-parallel-capture
  });
  graph.add([&] {
    ++errors; // CHECK: paraudit-parallel-capture
  });
  graph.run(4);
  return errors;
}
