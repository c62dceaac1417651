// One after the other, in branches, loops and blocks.
#include <mutex>

std::mutex mutex;

void in_turn(bool twice) {
  { std::lock_guard<std::mutex> guard(mutex); }
  if (twice) {
    std::lock_guard<std::mutex> guard(mutex);
  } else {
    std::lock_guard<std::mutex> guard(mutex);
  }
  for (int i = 0; i < 3; ++i) {
    std::lock_guard<std::mutex> guard(mutex);
  }
}
