#include "reports/analysis/contention.h"

#include <algorithm>
#include <compare>
#include <optional>
#include <utility>

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

// What a record's counter stands for.
struct Contention::Origin {
  std::size_t lock = 0;
  std::uint32_t site = 0, mode = 0;
  auto operator<=>(const Origin&) const = default;
};

struct Contention::RunEvents {
  ObjectEvents locks, objects;
  std::vector<Origin> origins;
  std::map<Origin, std::uint32_t> origin_indices;

  std::uint32_t index_of(const Origin& origin) {
    auto [it, added] = origin_indices.try_emplace(origin, static_cast<std::uint32_t>(origins.size()));
    if (added)
      origins.push_back(origin);
    return it->second;
  }
};

// What a thread's counter slot stands for, and the objects that its last record and its last wait were about.
struct Contention::SlotUse {
  static constexpr std::uint32_t kNone = ~0u;
  Totals* totals = nullptr; // nullptr: the slot is free
  std::uint32_t origin = 0;
  std::uint64_t object_base = 0; // of object_key
  std::uint32_t instance = kNone;
  struct {
    ObjectEvents* events = nullptr;
    std::uint32_t instance = kNone, object = 0;
    WaitSum sum; // not yet in `totals`
  } waited = {};
};

// The same for a slot's releases.
struct Contention::ReleaseSlot {
  std::uint32_t origin = 0, instance = SlotUse::kNone, object = 0;
  std::uint64_t object_base = 0;
  WaitWindows::ClassTimes times{};
  WaitWindows::Windows* windows = nullptr;
};

// A thread's slots. Records are read from a file that another process may still write to: a slot beyond the table is a
// free one, whatever the reader's checks found.
class Contention::Slots {
 public:
  explicit Slots(std::uint64_t capacity) : uses_(capacity + 1) {}
  SlotUse& operator[](std::uint64_t slot) { return uses_[std::min<std::uint64_t>(slot, uses_.size() - 1)]; }
  template <class Visit> void for_each(Visit visit) {
    for (SlotUse& use : uses_)
      visit(use);
  }

 private:
  std::vector<SlotUse> uses_; // the last is the free one
};

std::string mode_name(std::uint32_t mode) {
  std::string text = mode & PARAUDIT_SHARED ? "shared" : "exclusive";
  if (mode & PARAUDIT_TRY)
    text = mode & PARAUDIT_SHARED ? "shared try" : "try";
  return text;
}

void Contention::add_run(std::size_t run_index, const RunJoin& run) {
  RunEvents events;
  reserve_waits(*run.trace, events);
  for (const ThreadTrace& thread : run.trace->threads) {
    add_counters(run_index, run, thread);
    add_records(run_index, run, thread, events);
  }
  events.locks.group_waits();
  events.objects.group_waits();
  if (!events.locks.waits().empty())
    add_releases(run, events);
  add_course(run_index, run, events);
  add_blame(run, events, events.locks, BlameRule::kEveryHolder);
  add_blame(run, events, events.objects, BlameRule::kLastSignal);
}

void Contention::add_counters(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread) {
  std::map<Totals*, std::uint64_t> acquisitions;
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
    acquisitions[&totals] += counter.acquisitions;
  }
  for (const auto& [totals, count] : acquisitions)
    totals->hand_overs[run_index].add_thread(count);
}

// A contended acquisition leaves one record, unless the ring had no room for it.
void Contention::reserve_waits(const ProcessTrace& trace, RunEvents& events) {
  std::uint64_t waits = 0;
  for (const ThreadTrace& thread : trace.threads) {
    std::uint64_t contended = 0;
    for (const paraudit_counter& counter : thread.counters())
      contended += std::min(counter.contended, thread.record_count());
    waits += std::min(contended, thread.record_count());
  }
  events.locks.reserve_waits(waits);
}

Contention::Slots Contention::slots_of(const RunJoin& run, const ThreadTrace& thread, RunEvents& events) {
  std::uint64_t capacity = thread.header().counters_capacity;
  Slots slots(capacity);
  for (std::uint64_t slot = 0; slot < capacity; ++slot)
    if (const paraudit_counter* counter = thread.counter_of_slot(static_cast<std::uint16_t>(slot))) {
      std::size_t lock = run.lock(counter->class_id, counter->site);
      slots[slot] = {.totals = &totals_[lock],
                     .origin = events.index_of({lock, counter->site, counter->mode}),
                     .object_base = object_key(*counter, 0)};
    }
  return slots;
}

std::vector<Contention::ReleaseSlot> Contention::release_slots_of(const RunJoin& run, const ThreadTrace& thread,
                                                                  const WaitWindows& windows, RunEvents& events,
                                                                  SlotSet& wanted) {
  std::uint64_t capacity = thread.header().counters_capacity;
  std::vector<ReleaseSlot> slots(capacity);
  for (std::uint64_t slot = 0; slot < capacity; ++slot) {
    const paraudit_counter* counter = thread.counter_of_slot(static_cast<std::uint16_t>(slot));
    std::optional<WaitWindows::ClassTimes> times;
    if (counter != nullptr)
      times = windows.of_class(counter->class_id);
    if (!times)
      continue;
    wanted.add(static_cast<std::uint16_t>(slot));
    slots[slot] = {.origin =
                       events.index_of({run.lock(counter->class_id, counter->site), counter->site, counter->mode}),
                   .object_base = object_key(*counter, 0),
                   .times = *times};
  }
  return slots;
}

void Contention::add_records(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread, RunEvents& events) {
  Slots slots = slots_of(run, thread, events);
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
  slots.for_each([&](SlotUse& slot) { add_waited(run_index, slot); });
}

// A signal's counter is of the signalling class, which may differ from the waiting one: objects join on the hash alone.
void Contention::add_object_signal(const SlotUse& slot, const RingRecord& record, std::uint32_t thread,
                                   RunEvents& events) {
  events.objects.add_release(events.objects.number_of(record.instance), {record.ticks, thread, slot.origin});
}

void Contention::add_wait(std::size_t run_index, Ns wait, SlotUse& slot, const RingRecord& record, Actor actor,
                          RunEvents& events) {
  slot.totals->waits.add(wait);
  bool is_object = record.kind == PARAUDIT_RECORD_OBJECT_WAIT;
  ObjectEvents& of = is_object ? events.objects : events.locks;
  if (slot.waited.events != &of || slot.waited.instance != record.instance) {
    add_waited(run_index, slot);
    slot.waited = {&of, record.instance, of.number_of((is_object ? 0 : slot.object_base) | record.instance), {}};
  }
  slot.waited.sum.count += 1;
  slot.waited.sum.wait += wait;
  std::uint64_t begin = record.ticks - std::min(record.ticks, record.duration);
  of.add_wait({begin, record.ticks, actor.thread, slot.origin, actor.holder_site, slot.waited.object});
}

// The waits of one slot for one object that follow each other, as most do, count together.
void Contention::add_waited(std::size_t run_index, SlotUse& slot) {
  if (slot.waited.events == nullptr)
    return;
  WaitSum& instance = slot.totals->instances[std::uint64_t{run_index} << 32 | slot.waited.instance];
  instance.count += slot.waited.sum.count;
  instance.wait += slot.waited.sum.wait;
}

// Each wait counts in the parts of the run that it lies in; what goes on after the run's end counts in the last.
void Contention::add_course(std::size_t run_index, const RunJoin& run, const RunEvents& events) {
  const ProcessTrace& trace = *run.trace;
  std::uint64_t part = (trace.end_ticks - trace.start_ticks) / kWaitParts + 1;
  std::vector<std::vector<Ns>*> courses(events.origins.size());
  for (const WaitEvent& wait : events.locks.waits()) {
    std::vector<Ns>*& course = courses[wait.origin];
    if (course == nullptr) {
      course = &totals_[events.origins[wait.origin].lock].course[run_index];
      course->resize(kWaitParts);
    }
    std::uint64_t end = wait.end - std::min(wait.end, trace.start_ticks);
    std::uint64_t at = wait.begin - std::min(wait.begin, trace.start_ticks);
    for (std::uint64_t index = std::min<std::uint64_t>(at / part, kWaitParts - 1); at < end; ++index) {
      std::uint64_t next = index + 1 < kWaitParts ? std::min((index + 1) * part, end) : end;
      (*course)[index] += trace.clock_fit.ns(next - at);
      at = next;
    }
  }
}

// Of the releases only those matter that can be to blame for a wait for the same lock.
void Contention::add_releases(const RunJoin& run, RunEvents& events) {
  constexpr std::uint64_t kReleases = 1u << PARAUDIT_RECORD_HOLD | 1u << PARAUDIT_RECORD_RELEASE_CONTENDED;
  ObjectEvents& locks = events.locks;
  WaitWindows windows(locks, kAlone * release_slack(run.trace->clock_fit));
  for (std::uint32_t object = 0; object < locks.size(); ++object)
    locks.reserve_releases(object, 3 * locks.waits_of(object).size());
  for (const ThreadTrace& thread : run.trace->threads) {
    SlotSet wanted;
    std::vector<ReleaseSlot> slots = release_slots_of(run, thread, windows, events, wanted);
    windows.rewind();
    thread.for_each_record_of(kReleases, wanted, [&](const RingRecord& record) {
      ReleaseSlot& slot = slots[record.slot];
      if (!slot.times.may_bear(record.ticks))
        return;
      if (slot.instance != record.instance) {
        slot.instance = record.instance;
        const std::uint32_t* object = locks.find(slot.object_base | record.instance);
        slot.object = object != nullptr ? *object : 0;
        slot.windows = object != nullptr ? windows.of(*object) : nullptr;
      }
      if (slot.windows != nullptr && slot.windows->bear(record.ticks))
        locks.add_release(slot.object, {record.ticks, thread.index(), slot.origin});
    });
  }
}

// Sums by waiting and holding origin come first: there are few of these, and many pieces.
void Contention::add_blame(const RunJoin& run, const RunEvents& events, ObjectEvents& objects, BlameRule rule) {
  const ClockFit& clock = run.trace->clock_fit;
  FlatTable<WaitSum> released, named; // by waiter's origin (high half) and holder's origin or site
  auto site_of = [&](std::uint32_t origin) { return events.origins[origin].site; };
  objects.attribute_waits(rule, release_slack(clock), site_of,
                          [&](const WaitEvent& wait, const ReleaseEvent* release, std::uint64_t length) {
                            std::uint32_t holder = release == nullptr ? wait.holder_site : release->origin;
                            WaitSum& sum =
                                (release == nullptr ? named : released)[std::uint64_t{wait.origin} << 32 | holder];
                            sum.count += 1;
                            sum.wait += clock.ns(length);
                          });
  released.for_each([&](std::uint64_t key, const WaitSum& sum) {
    blame(run, events.origins[key >> 32], events.origins[key & 0xffffffff], sum);
  });
  named.for_each([&](std::uint64_t key, const WaitSum& sum) {
    const Origin& waiter = events.origins[key >> 32];
    auto site = static_cast<std::uint32_t>(key);
    // A waiter that names its holder waited for an exclusive one of its own lock, or for the last of the readers.
    if (site != 0)
      blame(run, waiter, {waiter.lock, site, PARAUDIT_EXCLUSIVE}, sum);
    else
      totals_[waiter.lock].unattributed += sum.wait;
  });
}

void Contention::blame(const RunJoin& run, const Origin& waiter, const Origin& holder, const WaitSum& sum) {
  const SourcePlace &waits = run.place(waiter.site), &holds = run.place(holder.site);
  Blame& cell = totals_[waiter.lock].blame[{waits, holds}];
  cell.waiter = waits;
  cell.holder = holds;
  cell.count += sum.count;
  cell.wait += sum.wait;
  SiteUse& site = totals_[holder.lock].sites[{holds, holder.mode}];
  site.place = holds;
  site.mode = mode_name(holder.mode);
  site.caused_wait += sum.wait;
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
    if (site.acquisitions != 0 || site.caused_wait != 0)
      use.sites.push_back(site);
  sort_by(use.sites, [](const SiteUse& s) { return std::tuple(down(s.wait), down(s.contended), s.place, s.mode); });
  for (const auto& [key, cell] : totals.blame)
    use.blame.push_back(cell);
  sort_by(use.blame, [](const Blame& b) { return std::tuple(down(b.wait), down(b.count), b.waiter, b.holder); });
  for (const auto& [run, share] : totals.per_run) {
    use.per_run.push_back(share);
    use.per_run.back().handed_over = totals.hand_overs.at(run).expected();
  }
  for (const auto& [run, waits] : totals.course)
    use.course.push_back({run, waits});
  totals.instances.for_each([&](std::uint64_t key, const WaitSum& waits) {
    if (waits.count)
      use.by_instance.push_back({static_cast<std::uint32_t>(key), key >> 32, waits.count, waits.wait});
  });
  sort_by(use.by_instance, [](const InstanceUse& i) { return std::tuple(down(i.wait), i.run, i.instance); });
  return use;
}

std::vector<LockUse> Contention::finish(const LockTable& table, bool locks) const {
  std::vector<LockUse> list;
  // A forked child has its parent's counters without their counts: of what the parent acquired it may see the end.
  for (const auto& [index, totals] : totals_)
    if (table.entries()[index].is_lock == locks && totals.acquisitions != 0)
      list.push_back(use_of(table.entries()[index], totals));
  sort_by(list, [](const LockUse& use) { return std::tuple(down(use.wait.total), down(use.contended), use.name); });
  for (std::size_t i = kCourses; i < list.size(); ++i)
    list[i].course.clear();
  return list;
}

} // namespace paraudit::reports
