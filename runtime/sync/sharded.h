// Sharded<T>: one value per shard, each behind its own lock, so that threads that touch different keys do not meet.
//
//   Sharded<std::unordered_map<std::string, int>> table{"Interner::table"};
//   (*table.lock_shard_by_value(name))[name] = 1;
//
// A key's shard is found from its hash through a mixer of its own, so that it shares no bits with the table inside.
// 32 shards by default; one in the no-sync mode and in serial builds. Shards are 64 bytes apart. All shards are one
// lock class; lock_shards() takes them in index order, which is the order to keep: builds without NDEBUG fail when a
// thread locks one while it holds a later one of the table (unless recorded). Thread-safety: all but into_inner
// and for_each_mut. A timeline recording holds each key's hash, so that other shard counts can be simulated.
#ifndef PARAUDIT_RUNTIME_SYNC_SHARDED_H
#define PARAUDIT_RUNTIME_SYNC_SHARDED_H

#include "runtime/sync/lock.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace paraudit {

template <class T, class Recording = RecordedByEnvironment> class Sharded {
 public:
  static constexpr uint32_t kDefaultShards = 32;
  static constexpr size_t kSpacing = 64; // a cache line
  using Guard = LockGuard<T, Recording>;

  explicit Sharded(const char* class_name = nullptr, uint32_t shards = kDefaultShards,
                   SourceLocation made_at = SourceLocation::current())
      : count_(detail::kSerial || !might_be_sync() ? 1 : std::max(1u, shards)),
        shards_(std::allocator<Shard>().allocate(count_)) {
    uint32_t tag = detail::group_tag(PARAUDIT_OBJECT_MUTEX, class_name, detail::site_record(made_at));
    for (uint32_t i = 0; i < count_; ++i)
      std::construct_at(&shards_[i], tag, detail::site_record(made_at));
  }
  Sharded(const Sharded&) = delete;
  Sharded& operator=(const Sharded&) = delete;
  ~Sharded() {
    std::destroy_n(shards_, count_);
    std::allocator<Shard>().deallocate(shards_, count_);
  }

  uint32_t shard_count() const { return count_; }
  uint32_t shard_of_hash(uint64_t hash) const {
    return static_cast<uint32_t>((paraudit_mix(hash) >> 32) * count_ >> 32);
  }

  Guard lock_shard_by_hash(uint64_t hash, SourceLocation location = SourceLocation::current()) {
    if constexpr (Recording::kRecorded)
      note_key(hash);
    return lock_shard_by_index(shard_of_hash(hash), location);
  }
  template <class Key> Guard lock_shard_by_value(const Key& key, SourceLocation location = SourceLocation::current()) {
    return lock_shard_by_hash(std::hash<Key>{}(key), location);
  }
  // Precondition: index < shard_count().
  Guard lock_shard_by_index(uint32_t index, SourceLocation location = SourceLocation::current()) {
    detail::debug_check_index_order(shards_ + index + 1, shards_ + count_, location);
    return shards_[index].lock.lock(location);
  }
  // All shards at once, locked in index order.
  std::vector<Guard> lock_shards(SourceLocation location = SourceLocation::current()) {
    std::vector<Guard> guards;
    guards.reserve(count_);
    for (uint32_t i = 0; i < count_; ++i)
      guards.push_back(lock_shard_by_index(i, location));
    return guards;
  }
  // One shard at a time: what is seen is no snapshot of the whole.
  template <class Function>
  void for_each_shard(Function&& function, SourceLocation location = SourceLocation::current()) {
    for (uint32_t i = 0; i < count_; ++i)
      std::invoke(function, *lock_shard_by_index(i, location));
  }
  // Without locks; needs exclusive access.
  template <class Function> void for_each_mut(Function&& function) {
    for (uint32_t i = 0; i < count_; ++i)
      std::invoke(function, shards_[i].lock.get_mut());
  }
  std::vector<T> into_inner() && {
    std::vector<T> values;
    for_each_mut([&](T& value) { values.push_back(std::move(value)); });
    return values;
  }

 private:
  struct alignas(kSpacing) Shard {
    Shard(uint32_t tag, const detail::SiteRecord* made_at) : lock(tag, made_at) {}
    Lock<T, Recording> lock;
  };

  // The recorder wants the hash only when the next acquisition reads the clock (in timeline mode: always).
  static void note_key(uint64_t hash) {
    if (paraudit_fast.countdown <= 1)
      paraudit_key_hash(hash);
  }

  uint32_t count_;
  Shard* shards_;
};

} // namespace paraudit
#endif
