// Reads, writes, references and pointers to shared state.
#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

int counter;
std::vector<int> list;
std::unordered_map<int, std::string> names;
std::unique_ptr<int> owned;
std::atomic<bool> done;
int* cursor;

struct Node {
  int value;
  Node* next;
};

int read_and_write() {
  counter = counter + 1;
  counter += 2;
  return counter++;
}
void containers(int key) {
  list.push_back(key);
  names[key] = "x";
  if (names.find(key) == names.end())
    names.emplace(key, "y");
  for (int& element : list)
    ++element;
}
void pointers(Node* node) {
  int& alias = counter;
  alias = 5;
  cursor = &alias;
  *cursor = 6;
  *owned = 7;
  for (Node* n = node; n; n = n->next)
    n->value = 8;
}
void atomics() {
  if (!done.load(std::memory_order_acquire))
    done.store(true, std::memory_order_relaxed);
  done = false;
}
int& expose() { return counter; }
void through_call() { expose() = 9; }
void output(int* out) { *out = 10; }
void call_output() { output(&counter); }

class Lazy {
 public:
  int get() const {
    if (!computed_) {
      value_ = 42;
      computed_ = true;
    }
    return value_;
  }

 private:
  mutable int value_;
  mutable bool computed_ = false;
};
