// No two functions disagree; the three together do.
#include <mutex>

std::mutex ast;
std::mutex index;
std::mutex output;

void parse() {
  std::scoped_lock outer(ast);
  std::scoped_lock inner(index); // CHECK: paraudit-lock-order-inversion
}

void search() {
  std::scoped_lock outer(index);
  std::scoped_lock inner(output);
}

void emit() {
  std::scoped_lock outer(output);
  std::scoped_lock inner(ast);
}
