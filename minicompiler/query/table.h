// One query: its cache, its running jobs, and the protocol that computes each key's value exactly once.
//
//   get(key): in the cache?                                   -> the value
//             lock the key's shard of the running jobs
//               in the cache now?                             -> the value
//               somebody runs it?                             -> unlock, wait for its latch, then the cache has it
//               else enter a job; unlock
//             run the provider (no lock held), publish to the cache, remove the job, wake the waiters
//
// At any moment, under a shard's lock, a key is exactly one of: absent, running, cached. That needs both the second
// look and the order of the last three steps. Values never change or move once published; they live as long as the
// table.
//
// The cache is a sharded table, or an array that is read without a lock (dense_cache.h).
//
// A waiting task is suspended, so get() is a suspension point: hold no lock and no worker-local reference over it.
// Thread-safety: all members; `for_each` sees the entries that were published before it. Cost: a hit is one shard lock
// and one hash look-up, or two loads. Limits: `shards` as Sharded takes them (one in the no-sync mode). Errors: what a
// provider throws is kept and re-raised for everybody who asks; a cycle makes its members' values `on_cycle`.
#ifndef PARAUDIT_MINICOMPILER_QUERY_TABLE_H
#define PARAUDIT_MINICOMPILER_QUERY_TABLE_H

#include "minicompiler/query/dense_cache.h"
#include "minicompiler/query/job.h"
#include "minicompiler/source/def_id.h"
#include "runtime/sync/sharded.h"
#include <cassert>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

namespace minirc {
inline std::uint64_t key_number(DefId id) {
  return id.index;
}
} // namespace minirc

namespace minirc::query {

inline std::uint64_t key_number(std::integral auto key) {
  return static_cast<std::uint64_t>(key);
}

struct TableOptions {
  std::uint32_t shards = 32;
  bool dense = false; // the keys' numbers are small: the cache is an array
};

// Key: hashable, with `std::uint64_t key_number(Key)` found by argument-dependent look-up: injective, equal in every
// run.
template <class Key, class Value> class QueryTable {
 public:
  // kind: the query's number, which orders reports. Provider and on_cycle: functions of the key alone.
  QueryTable(std::uint32_t kind, WaitGraph& graph, TableOptions options, std::function<Value(const Key&)> provider,
             std::function<Value(const Key&)> on_cycle)
      : kind_(kind), graph_(graph), provider_(std::move(provider)), on_cycle_(std::move(on_cycle)),
        cache_("minirc::query::QueryTable::cache_", options.dense ? 1 : options.shards),
        jobs_("minirc::query::QueryTable::jobs_", options.shards) {
    if (options.dense)
      dense_.emplace();
  }

  const Value& get(const Key& key) {
    if (const Entry* entry = find(key))
      return use(*entry);
    return use(compute_or_wait(key));
  }

  // Every key that has a value: f(key, value, diagnostics, cycle or null), in no particular order.
  template <class F> void for_each(F&& f) {
    auto visit = [&f](const Entry& entry) {
      if (entry.value)
        f(entry.key, *entry.value, entry.diagnostics, entry.cycle.get());
    };
    if (dense_)
      return dense_->for_each([&](std::uint64_t, const Entry& entry) { visit(entry); });
    cache_.for_each_shard([&](Cache& cache) {
      for (auto& [key, entry] : cache)
        visit(*entry);
    });
  }

 private:
  struct Entry {
    Key key;
    std::optional<Value> value;
    std::exception_ptr failure;
    std::shared_ptr<const Cycle> cycle;
    std::vector<Diagnostic> diagnostics;
  };
  using Cache = std::unordered_map<Key, std::unique_ptr<Entry>>;
  using Jobs = std::unordered_map<Key, std::shared_ptr<Job>>;

  static std::uint64_t hash(const Key& key) { return std::hash<Key>{}(key); }

  const Entry* find(const Key& key) {
    if (dense_)
      return dense_->find(key_number(key));
    auto cache = cache_.lock_shard_by_hash(hash(key));
    auto found = cache->find(key);
    return found == cache->end() ? nullptr : found->second.get();
  }

  const Entry& compute_or_wait(const Key& key) {
    Frame* frame = current_frame();
    Job* self = frame ? frame->job : nullptr;
    std::shared_ptr<Job> job;
    bool is_mine = false;
    {
      auto jobs = jobs_.lock_shard_by_hash(hash(key));
      if (const Entry* entry = find(key))
        return *entry;
      std::shared_ptr<Job>& running = (*jobs)[key];
      is_mine = !running;
      if (is_mine)
        running = std::make_shared<Job>(JobId{kind_, key_number(key)}, hash(key), self);
      job = running;
    }
    if (is_mine)
      return run(key, *job);
    wait(self, *job);
    const Entry* entry = find(key);
    assert(entry && "a finished job has published its value");
    return *entry;
  }

  void wait(Job* self, Job& job) {
    if (!self) // nothing depends on a task outside of every query
      return job.done.wait();
    if (auto cycle = graph_.announce(*self, job))
      throw CycleError(std::move(cycle));
    job.done.wait();
    graph_.waited(*self, job);
  }

  const Entry& run(const Key& key, Job& job) {
    paraudit::LatchOwner answers(job.done);
    auto entry = std::make_unique<Entry>(key);
    VectorSink sink;
    {
      Frame frame{&job, &sink};
      paraudit::ContextScope scope(paraudit::TaskContext::borrowed(&frame));
      try {
        entry->value.emplace(provider_(key));
      } catch (const CycleError& error) {
        entry->cycle = error.cycle();
      } catch (...) {
        entry->failure = std::current_exception();
      }
    }
    if (entry->cycle)
      entry->value.emplace(on_cycle_(key));
    entry->diagnostics = std::move(sink.diagnostics);
    const Entry& published = publish(key, std::move(entry));
    std::shared_ptr<Job> keep = remove(key);
    answers.set();
    return published;
  }

  const Entry& publish(const Key& key, std::unique_ptr<Entry> entry) {
    if (dense_)
      return dense_->publish(key_number(key), std::move(entry));
    auto cache = cache_.lock_shard_by_hash(hash(key));
    auto [at, fresh] = cache->emplace(key, std::move(entry));
    assert(fresh && "each key is computed once");
    return *at->second;
  }

  std::shared_ptr<Job> remove(const Key& key) {
    auto jobs = jobs_.lock_shard_by_hash(hash(key));
    auto node = jobs->extract(key);
    return std::move(node.mapped());
  }

  const Value& use(const Entry& entry) {
    if (entry.failure)
      std::rethrow_exception(entry.failure);
    if (entry.cycle)
      if (Frame* frame = current_frame(); frame && frame->job && entry.cycle->contains(frame->job->id))
        throw CycleError(entry.cycle);
    return *entry.value;
  }

  std::uint32_t kind_;
  WaitGraph& graph_;
  std::function<Value(const Key&)> provider_;
  std::function<Value(const Key&)> on_cycle_;
  std::optional<DenseCache<Entry>> dense_; // in its place the sharded cache
  paraudit::Sharded<Cache> cache_;
  paraudit::Sharded<Jobs> jobs_;
};

} // namespace minirc::query

#endif
