// Shared state as the checker finds it: raced on, guarded, ordered by fork and join, untouched. The comments say what a
// recorded run of two threads must find; tests/watch_test.py reads them. findings: watched.findings.json
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace {

int hidden = 0; // dynamic = confirmed

} // namespace

namespace demo {

std::mutex guard;             // dynamic = not_watched
std::atomic<int> fine{0};     // dynamic = not_watched
int racy = 0;                 // dynamic = confirmed
int guarded = 0;              // dynamic = consistent
std::vector<int> list;        // dynamic = consistent
std::vector<int> racy_list;   // dynamic = confirmed
int set_before_and_after = 0; // dynamic = consistent
int untouched = 0;            // dynamic = never_exercised

class Table {
 public:
  void add() {
    std::lock_guard lock(mutex_);
    ++size_;
    both_ = size_;
  }
  void look() { ++hits_; }

 private:
  std::mutex mutex_;
  int size_ = 0, both_ = 0, hits_ = 0;
};

class Counted {
 public:
  void add() {
    std::lock_guard lock(mutex_);
    ++size_;
  }

 private:
  std::mutex mutex_;
  int size_ = 0;
};

Table table;     // dynamic = confirmed
Counted counted; // dynamic = consistent

int next() {
  static int counter = 0; // dynamic = confirmed
  return ++counter;
}

struct Node {
  int shared = 0;
  int own = 0;
};

void work(Node& node) {
  ++hidden;
  ++racy;
  ++fine;
  racy_list.reserve(4);
  {
    std::lock_guard lock(guard);
    int& alias = guarded;
    ++alias;
    list.push_back(guarded);
  }
  table.add();
  table.look();
  counted.add();
  next();
  node.shared += set_before_and_after;
  Node mine;
  mine.own = 1;
}

int idle() {
  return ++untouched;
}

} // namespace demo

int main(int argc, char**) {
  ++demo::set_before_and_after;
  demo::Node node;
  std::thread a(demo::work, std::ref(node)), b(demo::work, std::ref(node));
  a.join();
  b.join();
  ++demo::set_before_and_after;
  return argc > 5 ? demo::idle() : 0;
}
