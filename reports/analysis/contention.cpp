#include "reports/analysis/contention.h"

#include <algorithm>

#include "reports/analysis/blame.h"
#include "reports/analysis/distribution.h"

namespace paraudit::reports {
namespace {

constexpr Ns kReleaseSlack = 5000; // ns between an unlock and its clock reading

// An object in one run: its hash, and its class so that two objects with one hash stay apart.
std::uint64_t object_key(const paraudit_counter& counter, std::uint32_t instance) {
  return std::uint64_t{counter.class_id} << 32 | instance;
}

} // namespace

struct Contention::RunEvents {
  struct Origin {
    std::size_t lock;
    std::uint32_t site, mode;
  };
  struct Stream {
    std::vector<WaitEvent> waits;
    std::vector<Origin> wait_origins;
    std::vector<ReleaseEvent> releases;
    std::vector<Origin> release_origins;
  };
  Stream locks, objects;
};

std::string mode_name(std::uint32_t mode) {
  std::string text = mode & PARAUDIT_SHARED ? "shared" : "exclusive";
  if (mode & PARAUDIT_TRY)
    text = mode & PARAUDIT_SHARED ? "shared try" : "try";
  return text;
}

void Contention::add_run(std::size_t run_index, const RunJoin& run) {
  RunEvents events;
  for (const ThreadTrace& thread : run.trace->threads) {
    add_counters(run_index, run, thread);
    add_records(run_index, run, thread, events);
  }
  add_blame(run, events, false);
  add_blame(run, events, true);
}

void Contention::add_counters(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread) {
  for (const paraudit_counter& counter : thread.counters()) {
    Totals& totals = totals_[run.lock(counter.class_id, counter.site)];
    Ns wait = run.trace->clock_fit.ns(counter.wait_ticks);
    totals.acquisitions += counter.acquisitions;
    totals.contended += counter.contended;
    totals.wait += wait;
    totals.hold_samples += counter.hold_samples;
    totals.hold += run.trace->clock_fit.ns(counter.hold_ticks);
    SiteUse& site = totals.sites[{run.place(counter.site), counter.mode}];
    site.place = run.place(counter.site);
    site.mode = mode_name(counter.mode);
    site.acquisitions += counter.acquisitions;
    site.contended += counter.contended;
    site.wait += wait;
    RunShare& share = totals.per_run[run_index];
    share.run = run_index;
    share.acquisitions += counter.acquisitions;
    share.contended += counter.contended;
    share.wait += wait;
  }
}

void Contention::add_records(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread, RunEvents& events) {
  thread.for_each_record([&](const RingRecord& record) {
    if (record.kind < PARAUDIT_RECORD_WAIT || record.kind > PARAUDIT_RECORD_OBJECT_SIGNAL)
      return;
    if (const paraudit_counter* counter = thread.counter_of_slot(record.slot))
      add_span(run_index, run, *counter, record, thread.index(), events);
  });
}

void Contention::add_span(std::size_t run_index, const RunJoin& run, const paraudit_counter& counter,
                          const RingRecord& record, std::uint32_t thread, RunEvents& events) {
  std::size_t lock = run.lock(counter.class_id, counter.site);
  Totals& totals = totals_[lock];
  totals.instances.insert({run_index, record.instance});
  bool object = record.kind == PARAUDIT_RECORD_OBJECT_WAIT || record.kind == PARAUDIT_RECORD_OBJECT_SIGNAL;
  RunEvents::Stream& stream = object ? events.objects : events.locks;
  RunEvents::Origin origin{lock, counter.site, counter.mode};
  // A signal's counter is of the signalling class, which may differ from the waiting one: objects join on the hash
  // alone.
  std::uint64_t key = object ? record.instance : object_key(counter, record.instance);
  if (record.kind == PARAUDIT_RECORD_WAIT || record.kind == PARAUDIT_RECORD_OBJECT_WAIT) {
    Ns wait = run.trace->clock_fit.ns(record.duration);
    totals.waits.push_back(wait);
    InstanceUse& use = totals.contended_instances[{run_index, record.instance}];
    use.instance = record.instance;
    use.run = run_index;
    use.contended += 1;
    use.wait += wait;
    std::uint64_t begin = record.ticks - std::min(record.ticks, record.duration);
    stream.waits.push_back({key, begin, record.ticks, thread});
    stream.wait_origins.push_back(origin);
    return;
  }
  if (record.kind == PARAUDIT_RECORD_HOLD)
    totals.holds.push_back(run.trace->clock_fit.ns(record.duration));
  stream.releases.push_back({key, record.ticks, thread});
  stream.release_origins.push_back(origin);
}

void Contention::add_blame(const RunJoin& run, const RunEvents& events, bool objects) {
  const RunEvents::Stream& stream = objects ? events.objects : events.locks;
  const ClockFit& clock = run.trace->clock_fit;
  auto slack = static_cast<std::uint64_t>(static_cast<double>(kReleaseSlack) / clock.ns_per_tick);
  BlameRule rule = objects ? BlameRule::kLastSignal : BlameRule::kEveryHolder;
  for (const BlamePiece& piece : attribute_waits(stream.waits, stream.releases, rule, slack)) {
    const RunEvents::Origin& waiter = stream.wait_origins[piece.wait];
    Totals& totals = totals_[waiter.lock];
    Ns length = clock.ns(piece.length);
    if (piece.release == BlamePiece::kNobody) {
      totals.unattributed += length;
      continue;
    }
    const RunEvents::Origin& holder = stream.release_origins[piece.release];
    const SourcePlace &waits = run.place(waiter.site), &holds = run.place(holder.site);
    Blame& cell = totals.blame[{waits, holds}];
    cell.waiter = waits;
    cell.holder = holds;
    cell.count += 1;
    cell.wait += length;
    SiteUse& site = totals_[holder.lock].sites[{holds, holder.mode}];
    site.place = holds;
    site.mode = mode_name(holder.mode);
    site.caused_wait += length;
  }
}

namespace {

template <class T, class Key> void sort_by(std::vector<T>& list, Key key) {
  std::sort(list.begin(), list.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
}

// The complement sorts the largest first, with ties in ascending order.
std::uint64_t down(std::uint64_t value) {
  return ~value;
}

} // namespace

LockUse Contention::use_of(const LockEntry& entry, const Totals& totals) {
  LockUse use;
  use.id = entry.id;
  use.name = entry.name;
  use.static_class = entry.static_class;
  use.kind = entry.kind;
  use.place = entry.place;
  use.instances = totals.instances.size();
  use.acquisitions = totals.acquisitions;
  use.contended = totals.contended;
  use.unattributed_wait = totals.unattributed;
  std::vector<Ns> waits = totals.waits, holds = totals.holds;
  std::sort(waits.begin(), waits.end());
  std::sort(holds.begin(), holds.end());
  use.wait = {totals.wait, percentile(waits, 50), percentile(waits, 99), percentile(waits, 100)};
  use.hold.samples = totals.hold_samples;
  if (totals.hold_samples)
    use.hold.mean = totals.hold / totals.hold_samples;
  use.hold.p50 = percentile(holds, 50);
  use.hold.p99 = percentile(holds, 99);
  use.hold.max = percentile(holds, 100);
  if (auto error = mean_error(holds))
    use.hold.error = static_cast<Ns>(*error);
  for (const auto& [key, site] : totals.sites)
    use.sites.push_back(site);
  sort_by(use.sites, [](const SiteUse& s) { return std::tuple(down(s.wait), down(s.contended), s.place, s.mode); });
  for (const auto& [key, cell] : totals.blame)
    use.blame.push_back(cell);
  sort_by(use.blame, [](const Blame& b) { return std::tuple(down(b.wait), down(b.count), b.waiter, b.holder); });
  for (const auto& [run, share] : totals.per_run)
    use.per_run.push_back(share);
  for (const auto& [key, instance] : totals.contended_instances)
    use.by_instance.push_back(instance);
  sort_by(use.by_instance, [](const InstanceUse& i) { return std::tuple(down(i.wait), i.run, i.instance); });
  return use;
}

std::vector<LockUse> Contention::finish(const LockTable& table, bool locks) const {
  std::vector<LockUse> list;
  for (const auto& [index, totals] : totals_)
    if (table.entries()[index].is_lock == locks)
      list.push_back(use_of(table.entries()[index], totals));
  sort_by(list, [](const LockUse& use) { return std::tuple(down(use.wait.total), down(use.contended), use.name); });
  return list;
}

} // namespace paraudit::reports
