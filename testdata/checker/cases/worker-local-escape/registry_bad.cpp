// Every worker registers its statistics, and dies before they are read.
#include <mutex>
#include <vector>

struct Stats {
  long folded = 0;
};
thread_local Stats stats;
std::mutex all_stats_lock;
std::vector<Stats*> all_stats;

void enter_worker() {
  std::lock_guard<std::mutex> lock(all_stats_lock);
  all_stats.push_back(&stats); // CHECK: paraudit-worker-local-escape
}
