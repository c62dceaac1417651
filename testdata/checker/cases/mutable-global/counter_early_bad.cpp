// A counter is one also where all that is seen of it happens before the first thread: it is not set, it counts.
#include <thread>

static int frames; // CHECK: paraudit-mutable-global (statistics counter)

static void read_frame() {
  ++frames;
}

int main() {
  read_frame();
  std::thread other([] {});
  other.join();
  return 0;
}
