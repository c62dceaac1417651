// A jthread joins at the end of its scope.
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

static void forward() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

static void backward() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}

int main() {
  {
    std::jthread first(forward);
    std::jthread second(forward);
  }
  std::jthread third(backward);
}
