// An insert-only hash table of immutable entries, sharded, with reads that take no lock: what the interners of symbols
// and types are made of.
//
// A shard is an open-addressing array of atomic pointers. Readers load the array and its slots with acquire; the
// writer, holding the shard's lock, fills a slot with release, or publishes a larger array (old arrays are kept until
// the end, so that a reader never looks at freed memory). A reader that misses looks again under the lock, so equal
// keys always yield one entry. Entry must have `std::uint64_t hash`. Cost of a hit: one hash probe, no atomic write.
// Limits: 1 to 64 shards, a power of two. With InternPolicy::global_lock it is what interners were before all that: one
// lock, taken for hits too.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_INTERN_TABLE_H
#define PARAUDIT_MINICOMPILER_SOURCE_INTERN_TABLE_H

#include "minicompiler/source/arena.h"
#include "minicompiler/source/intern_policy.h"
#include "runtime/sync/sharded.h"
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

namespace minirc {

template <class Entry> class InternTable {
 public:
  explicit InternTable(InternPolicy policy)
      : reads_lock_(policy.global_lock),
        shards_("minirc::InternTable::shards_",
                policy.global_lock ? 1u : std::bit_floor(std::clamp(policy.shards, 1u, 64u))),
        published_(shards_.shard_count()) {
    for (std::uint32_t i = 0; i < shards_.shard_count(); ++i)
      grow(*shards_.lock_shard_by_index(i), published_[i], 64);
  }

  // The entry for which equal(entry) holds, or the one that make(arena) returns (in the shard's arena, under its lock:
  // make must not intern).
  template <class Equal, class Make> const Entry* intern(std::uint64_t hash, Equal equal, Make make) {
    Published& published = published_[shards_.shard_of_hash(hash)];
    if (!reads_lock_)
      if (const Entry* found = find(published, hash, equal))
        return found;
    auto shard = shards_.lock_shard_by_hash(hash);
    if (const Entry* found = find(published, hash, equal))
      return found;
    const Entry* entry = make(shard->arena);
    std::size_t capacity = shard->all.back()->entries.size();
    if ((++shard->count) * 2 > capacity)
      grow(*shard, published, capacity * 2);
    place(*shard->all.back(), entry);
    return entry;
  }

 private:
  struct Slots {
    explicit Slots(std::size_t size) : mask(size - 1), entries(size) {}
    std::size_t mask;
    std::vector<std::atomic<const Entry*>> entries;
  };

  // Behind the shard's lock.
  struct Shard {
    std::size_t count = 0;
    std::vector<std::unique_ptr<Slots>> all; // the last one is in use
    Arena arena;
  };

  // What readers start from; a cache line each.
  struct alignas(64) Published {
    std::atomic<Slots*> slots{nullptr};
  };

  template <class Equal> static const Entry* find(const Published& published, std::uint64_t hash, Equal equal) {
    const Slots& slots = *published.slots.load(std::memory_order_acquire);
    for (std::size_t at = hash & slots.mask;; at = (at + 1) & slots.mask) {
      const Entry* entry = slots.entries[at].load(std::memory_order_acquire);
      if (!entry || (entry->hash == hash && equal(*entry)))
        return entry;
    }
  }

  static void place(Slots& slots, const Entry* entry) {
    std::size_t at = entry->hash & slots.mask;
    while (slots.entries[at].load(std::memory_order_relaxed))
      at = (at + 1) & slots.mask;
    slots.entries[at].store(entry, std::memory_order_release);
  }

  static void grow(Shard& shard, Published& published, std::size_t size) {
    auto larger = std::make_unique<Slots>(size);
    if (!shard.all.empty())
      for (const auto& slot : shard.all.back()->entries)
        if (const Entry* entry = slot.load(std::memory_order_relaxed))
          place(*larger, entry);
    published.slots.store(larger.get(), std::memory_order_release);
    shard.all.push_back(std::move(larger));
  }

  bool reads_lock_;
  paraudit::Sharded<Shard> shards_;
  std::vector<Published> published_;
};

} // namespace minirc

#endif
