// All shards, one after the other, in the order of the array.
#include <mutex>

std::mutex shards[8];

void lock_all() {
  for (std::mutex& shard : shards)
    shard.lock();
  for (std::mutex& shard : shards)
    shard.unlock();
}
