// CHECKS: paraudit-unguarded-access, paraudit-mutable-global
// Each shard has its lock: to pick one is no access to what is in it.
#include <array>
#include <map>
#include <mutex>
#include <vector>

struct Shard {
  std::mutex lock;
  std::map<int, int> entries;
};

template <class Shards> class Cache {
 public:
  void put(unsigned key, int value) {
    Shard& shard = shard_of(key);
    std::lock_guard<std::mutex> hold(shard.lock);
    shard.entries[key] = value;
  }
  int get(unsigned key) {
    Shard& shard = shard_of(key);
    std::lock_guard<std::mutex> hold(shard.lock);
    return shard.entries.count(key);
  }
  void clear() {
    for (Shard& shard : shards_) {
      std::lock_guard<std::mutex> hold(shard.lock);
      shard.entries.clear();
    }
  }

 private:
  Shard& shard_of(unsigned key) { return shards_[key % 16]; }
  Shards shards_;
};

static Cache<std::array<Shard, 16>> fixed;
static Cache<std::vector<Shard>> grown;

void put(unsigned key, int value) {
  fixed.put(key, value);
  grown.put(key, value);
}
int get(unsigned key) {
  return fixed.get(key) + grown.get(key);
}
void clear() {
  fixed.clear();
  grown.clear();
}
