// A whole program that never calls what would change the state: it stays as it is.
#include <thread>

using Allocate = void* (*)(unsigned long);
void* plain(unsigned long);
static Allocate allocate = plain;

void set_hooks(Allocate mine) {
  allocate = mine;
}

void work() {
  allocate(16);
}

int main() {
  std::thread first(work), second(work);
  first.join();
  second.join();
}
