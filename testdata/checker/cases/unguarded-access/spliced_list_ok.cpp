// The nodes were moved out of the list with the lock held, and are the other list's alone.
#include <cstddef>
#include <mutex>
#include <thread>

struct Node {
  Node* next;
  Node* previous;
  bool is_aborted = false;
};

class List {
 public:
  List() : head_{&head_, &head_} {}
  void add(Node* node) {
    ++count_;
    node->previous = head_.previous;
    node->next = &head_;
    head_.previous->next = node;
    head_.previous = node;
  }
  void flush_to(List& other) {
    if (count_ == 0)
      return;
    other.count_ = count_;
    other.head_.next = head_.next;
    other.head_.previous = head_.previous;
    head_.next->previous = &other.head_;
    head_.previous->next = &other.head_;
    head_.next = &head_;
    head_.previous = &head_;
    count_ = 0;
  }
  const Node* end() const { return &head_; }
  Node* front() { return head_.next; }

 private:
  std::size_t count_ = 0;
  Node head_;
};

class Monitor {
 public:
  void wait(Node* node) {
    std::lock_guard guard(mutex_);
    waiting_.add(node);
  }
  void wake_one(Node* node) {
    std::lock_guard guard(mutex_);
    waiting_.add(node);
  }
  void wake_all() {
    std::lock_guard guard(mutex_);
    List woken;
    waiting_.flush_to(woken);
  }
  void abort_all() {
    List aborted;
    {
      std::lock_guard guard(mutex_);
      waiting_.flush_to(aborted);
    }
    Node* next = nullptr;
    for (Node* node = aborted.front(); node != aborted.end(); node = next) {
      next = node->next;
      node->is_aborted = true;
    }
  }

 private:
  std::mutex mutex_;
  List waiting_;
};

Monitor monitor;

void work() {
  Node node{};
  monitor.wait(&node);
  monitor.wake_one(&node);
  monitor.wake_all();
  monitor.abort_all();
}

int main() {
  std::thread first(work), second(work);
  first.join();
  second.join();
}
