// Nodes with edges: which node runs after which, the graph counts.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Node {
  std::function<void()> work;
  std::vector<Node*> successors;
  std::atomic<int> open{0};
};

class Graph {
 public:
  Node* add(std::function<void()> work) {
    nodes_.push_back(std::make_unique<Node>());
    nodes_.back()->work = std::move(work);
    return nodes_.back().get();
  }
  void edge(Node* from, Node* to) {
    from->successors.push_back(to);
    to->open.fetch_add(1);
  }
  void run() {
    for (std::unique_ptr<Node>& node : nodes_)
      if (node->open.load() == 0)
        ready_.push_back(node.get());
    std::thread first([this] { work(); }), second([this] { work(); });
    first.join();
    second.join();
  }

 private:
  Node* take() {
    std::lock_guard<std::mutex> guard(mutex_);
    if (ready_.empty())
      return nullptr;
    Node* node = ready_.back();
    ready_.pop_back();
    return node;
  }
  void work() {
    while (Node* node = take()) {
      node->work();
      for (Node* next : node->successors)
        if (next->open.fetch_sub(1) == 1) {
          std::lock_guard<std::mutex> guard(mutex_);
          ready_.push_back(next);
        }
    }
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Node*> ready_;
};

int compile() {
  Graph graph;
  int tokens = 0;
  Node* lex = graph.add([&] { tokens = 1; });
  Node* parse = graph.add([&] { tokens *= 2; });
  graph.edge(lex, parse);
  graph.run();
  return tokens;
}
