// Accesses through a pointer or reference that a function returned. The checker's findings name the state, and none of
// these places. "dynamic" is what a run of two threads must find of the state, in its order of declaration.
#include "watch_returned.h"

#include <mutex>
#include <thread>

namespace demo {

std::mutex mutex;
Settings here;         // dynamic = confirmed
Settings guarded;      // dynamic = consistent
static Settings fixed; // dynamic = never_exercised

Settings* get_here() {
  return &here;
}
Settings* get_again() {
  Settings* found = get_here();
  return found;
}
int& get_member() {
  return guarded.level;
}
Settings* get_fixed() {
  return &fixed;
}

void work() {
  ++get_again()->level;
  {
    std::lock_guard lock(mutex);
    ++get_member();
  }
  ++in_header().hits;
  elsewhere()->hits += 2;
  ++counter_elsewhere();
}

} // namespace demo

int main(int argc, char**) {
  std::thread a(demo::work), b(demo::work);
  a.join();
  b.join();
  return argc > 5 ? demo::get_fixed()->level : 0;
}
