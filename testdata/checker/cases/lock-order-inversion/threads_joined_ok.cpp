// All threads of a collection are joined in a loop before the other order is taken.
#include <mutex>
#include <thread>
#include <vector>

std::mutex a;
std::mutex b;

static void one(int) {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back(one, i);
  for (std::thread& thread : threads)
    thread.join();
  std::vector<std::thread> moved;
  for (int i = 0; i < 4; ++i)
    moved.push_back(std::thread(one, i));
  for (std::thread& thread : moved)
    if (thread.joinable())
      thread.join();
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
