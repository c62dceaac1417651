// call_once and the predicate of a wait call what they are given at once, and it is visible here.
#include <condition_variable>
#include <mutex>

std::mutex mutex;
std::condition_variable ready;
bool done;
std::once_flag once;
int table;

void wait_until_done() {
  std::unique_lock<std::mutex> lock(mutex);
  ready.wait(lock, [] { return done; });
}

void initialise() {
  std::call_once(once, [] { table = 1; });
}
