#include <mutex>
#include <thread>

const int limit = 3;
constexpr int other = 4;
thread_local int mine = 0;
int never_written = 5;
std::mutex lock;
std::once_flag once;

void work() { mine += limit + other + never_written; }
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
