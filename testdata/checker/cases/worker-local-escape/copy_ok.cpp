// A copy may go anywhere.
#include <thread>
#include <vector>

struct Stats {
  long folded = 0;
};
thread_local Stats stats;
std::vector<Stats> finished;
Stats last;

void leave_worker() {
  finished.push_back(stats);
  last = stats;
  Stats copy = stats;
  std::thread printer([copy] { (void)copy.folded; });
  printer.join();
}
