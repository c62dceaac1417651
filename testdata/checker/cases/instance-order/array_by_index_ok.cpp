// The smaller index first.
#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>

struct Shard {
  std::mutex mutex;
  int count = 0;
};

std::array<Shard, 16> shards;

void move_entry(std::size_t from, std::size_t to) {
  if (from == to)
    return;
  std::size_t low = std::min(from, to);
  std::size_t high = std::max(from, to);
  std::lock_guard<std::mutex> a(shards[low].mutex);
  std::lock_guard<std::mutex> b(shards[high].mutex);
  --shards[from].count;
  ++shards[to].count;
}

void swap_entries(std::size_t from, std::size_t to) {
  if (from > to)
    std::swap(from, to);
  std::lock_guard<std::mutex> a(shards[from].mutex);
  std::lock_guard<std::mutex> b(shards[to].mutex);
  std::swap(shards[from].count, shards[to].count);
}
