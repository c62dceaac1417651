// No threads, and a lock all the same.
#include <mutex>

int value;
std::mutex mutex;

void change() {
  std::lock_guard<std::mutex> lock(mutex);
  ++value;
}

int main() { change(); }
