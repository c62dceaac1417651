// Where numbers go, and what a loop's order leaves behind.
#define NDEBUG
#include <atomic>
#include <cassert>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

std::atomic<unsigned> next{0};

struct Symbol {
  unsigned id;
  std::string name;
};

class Node {
 public:
  explicit Node(unsigned number) : number_(number) {}
  unsigned number() const { return number_; }
  class Walk {
   public:
    int operator*() const { return 0; }
    Walk& operator++() { return *this; }
  };

 private:
  void forget() const {}
  unsigned number_;
};

unsigned fresh() {
  return next.fetch_add(1);
}
std::string label(unsigned number) {
  return "L" + std::to_string(number);
}
void append(std::string& out, unsigned number) {
  out += label(number);
}

// Into members: assigned, listed, constructed.
void make(Symbol& symbol) {
  unsigned id = fresh();
  symbol.id = id;
  symbol.name = label(id);
}
Symbol made() {
  return {next++, "x"};
}
std::unique_ptr<Node> node() {
  return std::make_unique<Node>(fresh());
}

// Into output, straight and through text.
void tell(const Symbol& symbol) {
  std::string text;
  append(text, symbol.id);
  std::ostringstream stream;
  stream << symbol.name;
  std::cout << text << stream.str();
  std::printf("%u", symbol.id);
}
void open(const Symbol& symbol) {
  std::fclose(std::fopen(symbol.name.c_str(), "r"));
}

// Into orders.
std::map<unsigned, int> table;
bool less(const Node& one, const Node& other) {
  return one.number() < other.number();
}
void enter(const Node& node) {
  table[node.number()] = 1;
}

// Loops whose order does not show.
void dump(const std::unordered_set<Node*>& nodes) {
  std::vector<Node*> kept, returned;
  bool good = true;
  for (Node* node : nodes) {
    kept.push_back(node);
    if (node->number() == 0) {
      good = false;
      std::cerr << "zero\n";
    }
  }
  for (Node* node : kept)
    std::cerr << node;
  assert(good);
}
