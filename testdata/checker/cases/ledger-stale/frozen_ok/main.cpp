#include <thread>

int level = 0;
int seen = 0;

void work() { (void)level; }
int main(int count, char**) {
  level = count;
  std::thread one(work);
  one.join();
}
