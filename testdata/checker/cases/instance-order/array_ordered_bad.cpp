// Two shards picked by hash.
#include <array>
#include <cstddef>
#include <mutex>

struct Shard {
  std::mutex mutex;
  int count = 0;
};

std::array<Shard, 16> shards;

void move_entry(std::size_t from, std::size_t to) {
  std::lock_guard<std::mutex> a(shards[from].mutex);
  std::lock_guard<std::mutex> b(shards[to].mutex); // CHECK: paraudit-instance-order
  --shards[from].count;
  ++shards[to].count;
}
