// Two shards of one table, in the order of the arguments.
#include <mutex>

struct Shard {
  std::mutex mutex;
  int entries = 0;
};
Shard shards[16];

void move_entry(int from, int to) {
  std::lock_guard<std::mutex> outer(shards[from].mutex);
  std::lock_guard<std::mutex> inner(shards[to].mutex); // CHECK: paraudit-instance-order
  --shards[from].entries;
  ++shards[to].entries;
}
