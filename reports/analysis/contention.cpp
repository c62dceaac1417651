#include "reports/analysis/contention.h"

#include <algorithm>
#include <utility>

#include "reports/analysis/blame.h"
#include "reports/analysis/wait_windows.h"

namespace paraudit::reports {
namespace {

constexpr Ns kReleaseSlack = 5000;  // ns between an unlock and its clock reading
constexpr std::size_t kCourses = 8; // locks of which it is told when they were waited for

// An object in one run: its hash, and its class so that two objects with one hash stay apart.
std::uint64_t object_key(const paraudit_counter& counter, std::uint32_t instance) {
  return std::uint64_t{counter.class_id} << 32 | instance;
}

// A blame piece's slack in the trace's ticks.
std::uint64_t release_slack(const ClockFit& clock) {
  return static_cast<std::uint64_t>(static_cast<double>(kReleaseSlack) / clock.ns_per_tick);
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

// What a thread's counter slot stands for, and the object that its last record was about.
struct Contention::SlotUse {
  static constexpr std::uint32_t kNone = ~0u;
  Totals* totals = nullptr; // nullptr: the slot is free
  RunEvents::Origin origin{};
  std::uint64_t object_base = 0; // of object_key
  std::uint32_t instance = kNone;
  WaitWindows::Windows* windows = nullptr;
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
  if (!events.locks.waits.empty())
    add_releases(run, events);
  add_course(run_index, run, events);
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

std::vector<Contention::SlotUse> Contention::slots_of(const RunJoin& run, const ThreadTrace& thread) {
  std::vector<SlotUse> slots(std::size_t{1} << 16);
  for (std::uint64_t slot = 0; slot < thread.header().counters_capacity; ++slot)
    if (const paraudit_counter* counter = thread.counter_of_slot(static_cast<std::uint16_t>(slot))) {
      std::size_t lock = run.lock(counter->class_id, counter->site);
      slots[slot] = {.totals = &totals_[lock],
                     .origin = {lock, counter->site, counter->mode},
                     .object_base = object_key(*counter, 0)};
    }
  return slots;
}

void Contention::add_records(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread, RunEvents& events) {
  std::vector<SlotUse> slots = slots_of(run, thread);
  ClockFit clock = run.trace->clock_fit;
  std::uint32_t holder_site = 0; // of the WAIT that comes next
  thread.for_each_record([&](const RingRecord& record) {
    if (record.kind == PARAUDIT_RECORD_WAIT_HOLDER)
      holder_site = static_cast<std::uint32_t>(record.word);
    if (record.kind > PARAUDIT_RECORD_OBJECT_SIGNAL)
      return;
    SlotUse& slot = slots[record.slot];
    if (slot.totals == nullptr)
      return;
    if (slot.instance != record.instance) {
      slot.instance = record.instance;
      slot.totals->instances[std::uint64_t{run_index} << 32 | record.instance];
    }
    if (record.kind == PARAUDIT_RECORD_HOLD)
      slot.totals->holds.add(clock.ns(record.duration));
    else if (record.kind == PARAUDIT_RECORD_OBJECT_SIGNAL)
      add_object_signal(slot, record, thread.index(), events);
    else if (record.kind != PARAUDIT_RECORD_RELEASE_CONTENDED)
      add_wait(run_index, clock.ns(record.duration), slot, record, {thread.index(), std::exchange(holder_site, 0)},
               events);
  });
}

// A signal's counter is of the signalling class, which may differ from the waiting one: objects join on the hash alone.
void Contention::add_object_signal(const SlotUse& slot, const RingRecord& record, std::uint32_t thread,
                                   RunEvents& events) {
  events.objects.releases.push_back({record.instance, record.ticks, thread});
  events.objects.release_origins.push_back(slot.origin);
}

void Contention::add_wait(std::size_t run_index, Ns wait, SlotUse& slot, const RingRecord& record, Actor actor,
                          RunEvents& events) {
  slot.totals->waits.add(wait);
  InstanceWaits& instance = slot.totals->instances[std::uint64_t{run_index} << 32 | record.instance];
  instance.contended += 1;
  instance.wait += wait;
  bool object = record.kind == PARAUDIT_RECORD_OBJECT_WAIT;
  RunEvents::Stream& stream = object ? events.objects : events.locks;
  std::uint64_t begin = record.ticks - std::min(record.ticks, record.duration);
  stream.waits.push_back(
      {(object ? 0 : slot.object_base) | record.instance, begin, record.ticks, actor.thread, actor.holder_site});
  stream.wait_origins.push_back(slot.origin);
}

// Each wait counts in the parts of the run that it lies in.
void Contention::add_course(std::size_t run_index, const RunJoin& run, const RunEvents& events) {
  const ProcessTrace& trace = *run.trace;
  std::uint64_t part = (trace.end_ticks - trace.start_ticks) / kWaitParts + 1;
  std::size_t last = ~std::size_t{0};
  std::vector<Ns>* course = nullptr;
  for (std::size_t i = 0; i < events.locks.waits.size(); ++i) {
    const WaitEvent& wait = events.locks.waits[i];
    if (std::size_t lock = events.locks.wait_origins[i].lock; lock != last) {
      last = lock;
      course = &totals_[lock].course[run_index];
      course->resize(kWaitParts);
    }
    std::uint64_t end = wait.end - std::min(wait.end, trace.start_ticks);
    for (std::uint64_t at = wait.begin - std::min(wait.begin, trace.start_ticks); at < end;) {
      std::uint64_t next = std::min((at / part + 1) * part, end);
      (*course)[std::min<std::uint64_t>(at / part, kWaitParts - 1)] += trace.clock_fit.ns(next - at);
      at = next;
    }
  }
}

// Of the releases only those matter that fell into a wait for the same lock.
void Contention::add_releases(const RunJoin& run, RunEvents& events) {
  WaitWindows windows(events.locks.waits, release_slack(run.trace->clock_fit));
  for (const ThreadTrace& thread : run.trace->threads) {
    std::vector<SlotUse> slots = slots_of(run, thread);
    windows.rewind();
    thread.for_each_record([&](const RingRecord& record) {
      bool release = record.kind == PARAUDIT_RECORD_HOLD || record.kind == PARAUDIT_RECORD_RELEASE_CONTENDED;
      if (!release || !windows.any_holds(record.ticks))
        return;
      SlotUse& slot = slots[record.slot];
      if (slot.totals == nullptr)
        return;
      if (slot.instance != record.instance) {
        slot.instance = record.instance;
        slot.windows = windows.of(slot.object_base | record.instance);
      }
      if (slot.windows == nullptr || !slot.windows->holds(record.ticks))
        return;
      events.locks.releases.push_back(
          {slot.object_base | record.instance, record.ticks, thread.index(), slot.origin.site});
      events.locks.release_origins.push_back(slot.origin);
    });
  }
}

void Contention::add_blame(const RunJoin& run, const RunEvents& events, bool objects) {
  const RunEvents::Stream& stream = objects ? events.objects : events.locks;
  const ClockFit& clock = run.trace->clock_fit;
  BlameRule rule = objects ? BlameRule::kLastSignal : BlameRule::kEveryHolder;
  for (const BlamePiece& piece : attribute_waits(stream.waits, stream.releases, rule, release_slack(clock))) {
    const RunEvents::Origin& waiter = stream.wait_origins[piece.wait];
    Totals& totals = totals_[waiter.lock];
    Ns length = clock.ns(piece.length);
    std::uint32_t holder_site = stream.waits[piece.wait].holder_site;
    if (piece.release == BlamePiece::kNobody && holder_site == 0) {
      totals.unattributed += length;
      continue;
    }
    // A waiter that names its holder waited for an exclusive one of its own lock, or for the last of the readers.
    const RunEvents::Origin& holder = piece.release == BlamePiece::kNobody
                                          ? RunEvents::Origin{waiter.lock, holder_site, PARAUDIT_EXCLUSIVE}
                                          : stream.release_origins[piece.release];
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
  use.wait = {totals.wait, totals.waits.percentile(50), totals.waits.percentile(99), totals.waits.percentile(100)};
  use.hold.samples = totals.hold_samples;
  if (totals.hold_samples)
    use.hold.mean = totals.hold / totals.hold_samples;
  use.hold.p50 = totals.holds.percentile(50);
  use.hold.p99 = totals.holds.percentile(99);
  use.hold.max = totals.holds.percentile(100);
  if (auto error = totals.holds.mean_error())
    use.hold.error = static_cast<Ns>(*error);
  for (const auto& [key, site] : totals.sites)
    use.sites.push_back(site);
  sort_by(use.sites, [](const SiteUse& s) { return std::tuple(down(s.wait), down(s.contended), s.place, s.mode); });
  for (const auto& [key, cell] : totals.blame)
    use.blame.push_back(cell);
  sort_by(use.blame, [](const Blame& b) { return std::tuple(down(b.wait), down(b.count), b.waiter, b.holder); });
  for (const auto& [run, share] : totals.per_run)
    use.per_run.push_back(share);
  for (const auto& [run, waits] : totals.course)
    use.course.push_back({run, waits});
  totals.instances.for_each([&](std::uint64_t key, const InstanceWaits& waits) {
    if (waits.contended)
      use.by_instance.push_back({static_cast<std::uint32_t>(key), key >> 32, waits.contended, waits.wait});
  });
  sort_by(use.by_instance, [](const InstanceUse& i) { return std::tuple(down(i.wait), i.run, i.instance); });
  return use;
}

std::vector<LockUse> Contention::finish(const LockTable& table, bool locks) const {
  std::vector<LockUse> list;
  for (const auto& [index, totals] : totals_)
    if (table.entries()[index].is_lock == locks)
      list.push_back(use_of(table.entries()[index], totals));
  sort_by(list, [](const LockUse& use) { return std::tuple(down(use.wait.total), down(use.contended), use.name); });
  for (std::size_t i = kCourses; i < list.size(); ++i)
    list[i].course.clear();
  return list;
}

} // namespace paraudit::reports
