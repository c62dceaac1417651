#include "reports/replay/thread_items.h"

#include <algorithm>

namespace paraudit::reports::replay {
namespace {

// By how much a packed duration may be too short.
std::uint64_t blur_of(std::uint64_t duration) {
  constexpr std::uint64_t kMantissa = std::uint64_t{1} << 18;
  std::uint64_t blur = 0;
  for (std::uint64_t length = duration; length >= kMantissa; length >>= 1)
    blur = 2 * blur + 1;
  return blur;
}

// One of few indices: by key in `table`, else made by `add`.
template <class Add> std::uint32_t index_of(FlatTable<std::uint32_t>& table, std::uint64_t key, Add add) {
  std::uint32_t& index = table[key];
  if (index == 0)
    index = add() + 1;
  return index - 1;
}

template <class T> std::uint32_t append(std::vector<T>& list, T value) {
  list.push_back(value);
  return static_cast<std::uint32_t>(list.size() - 1);
}

bool is_counted(std::uint16_t kind) {
  return kind == PARAUDIT_OBJECT_LATCH || kind == PARAUDIT_OBJECT_QUERY;
}

} // namespace

ThreadItems::ThreadItems(const RunJoin& run, const TaskHistory& history, std::size_t thread, Gathered& out)
    : run_(run), history_(history), trace_(run.trace->threads[thread]), thread_(thread), out_(out),
      first_item_(out.items.size()), strand_(history.last_of_thread(thread)) {
  gather_slots();
  gather_syncs();
}

void ThreadItems::gather_slots() {
  slots_.resize(std::size_t{1} << 16);
  for (std::uint64_t slot = 0; slot < trace_.header().counters_capacity; ++slot) {
    const paraudit_counter* counter = trace_.counter_of_slot(static_cast<std::uint16_t>(slot));
    if (counter == nullptr)
      continue;
    SlotUse& use = slots_[slot];
    auto record = run_.trace->classes.find(counter->class_id);
    use.known = true;
    use.class_id = counter->class_id;
    use.kind = record == run_.trace->classes.end() ? std::uint16_t{PARAUDIT_OBJECT_MUTEX} : record->second.kind;
    if (!object_kind_is_lock(use.kind))
      continue;
    use.readers = use.kind == PARAUDIT_OBJECT_RWLOCK;
    std::uint64_t lock = run_.lock(counter->class_id, counter->site);
    use.group = index_of(out_.group_of, lock, [&] { return append(out_.groups, static_cast<std::uint32_t>(lock)); });
    use.section = index_of(out_.section_of, std::uint64_t{counter->class_id} << 32 | counter->site,
                           [&] { return append(out_.sections, Section{use.group, counter->site}); });
  }
}

// Creation and end of threads that are no workers of the pool.
void ThreadItems::gather_syncs() {
  auto parent_of = [&](std::uint32_t index) {
    auto info = run_.trace->thread_info.find(index);
    return info == run_.trace->thread_info.end() ? 0 : info->second.parent;
  };
  std::uint32_t index = trace_.index();
  for (const TraceSync& sync : run_.trace->syncs) {
    bool create = sync.from_thread == index && parent_of(sync.to_thread) == index;
    bool join = sync.to_thread == index && sync.from_thread != parent_of(index);
    if (!create && !join)
      continue;
    std::uint32_t other = create ? sync.to_thread : sync.from_thread;
    for (std::uint32_t child = 0; child < run_.trace->threads.size(); ++child)
      if (run_.trace->threads[child].index() == other && !history_.is_worker(child))
        syncs_.push_back({sync.ticks, child, create});
  }
  std::sort(syncs_.begin(), syncs_.end(), [](const Sync& a, const Sync& b) { return a.ticks < b.ticks; });
}

void ThreadItems::read() {
  if (!history_.is_worker(thread_)) {
    bool main = thread_ == 0 || trace_.header().end_ticks == 0;
    std::uint64_t end = main ? run_.trace->end_ticks : trace_.header().end_ticks;
    out_.items.push_back(
        {.end = end, .kind = std::uint64_t(OpKind::kEnd), .strand = static_cast<std::uint32_t>(thread_)});
  }
  trace_.for_each_record_backward(run_.trace->end_ticks, [&](const RingRecord& record) { read_record(record); });
  flush(0);
}

std::uint32_t ThreadItems::lock_index(SlotUse& slot, std::uint32_t instance) {
  if (slot.instance != instance) {
    slot.instance = instance;
    slot.lock = index_of(out_.lock_of, std::uint64_t{slot.class_id} << 32 | instance,
                         [&] { return append(out_.locks, LockInstance{slot.group, slot.readers}); });
  }
  return slot.lock;
}

void ThreadItems::read_record(const RingRecord& record) {
  if (record.kind <= PARAUDIT_RECORD_OBJECT_SIGNAL && !slots_[record.slot].known)
    return;
  switch (record.kind) {
  case PARAUDIT_RECORD_WAIT:
    return read_wait(record);
  case PARAUDIT_RECORD_KEY_HASH:
    return read_key(record.word);
  case PARAUDIT_RECORD_HOLD:
    flush(record.ticks);
    return read_hold(record);
  case PARAUDIT_RECORD_OBJECT_WAIT:
  case PARAUDIT_RECORD_OBJECT_SIGNAL:
    flush(record.ticks);
    return read_object(record);
  case PARAUDIT_RECORD_TASK_SPAWN:
  case PARAUDIT_RECORD_TASK_BEGIN:
  case PARAUDIT_RECORD_TASK_END:
  case PARAUDIT_RECORD_TASK_SUSPEND:
  case PARAUDIT_RECORD_TASK_RESUME:
  case PARAUDIT_RECORD_TASK_JOIN:
    flush(record.ticks);
    return read_task(record);
  default:
    return;
  }
}

// Writes down what happened after `time` and was not known yet: acquisitions, threads.
void ThreadItems::flush(std::uint64_t time) {
  newest_ = nullptr;
  while (!pending_.empty() || !syncs_.empty()) {
    bool sync = !syncs_.empty() && (pending_.empty() || syncs_.back().ticks > pending_.back().at);
    if ((sync ? syncs_.back().ticks : pending_.back().at) <= time && time != 0)
      return;
    if (sync) {
      const Sync& next = syncs_.back();
      emit(next.create ? OpKind::kStartThread : OpKind::kJoin, next.ticks, next.ticks, next.child);
      syncs_.pop_back();
    } else {
      const Pending& next = pending_.back();
      Item item = next.item;
      item.end = next.at;
      item.length = next.wait;
      out_.items.push_back(item);
      pending_.pop_back();
    }
  }
}

void ThreadItems::emit(OpKind kind, std::uint64_t begin, std::uint64_t end, std::uint32_t target) {
  if (strand_ != kNone)
    out_.items.push_back({.end = end,
                          .length = end - std::min(begin, end),
                          .kind = std::uint64_t(kind),
                          .strand = strand_,
                          .target = target});
}

// A wait that is made of others (a pool's of a condition variable, recorded by the preload library) is one wait.
void ThreadItems::set_waiting(std::uint64_t begin) {
  waiting_strand_ = strand_;
  waiting_begin_ = begin;
}

bool ThreadItems::is_waiting(std::uint64_t begin) const {
  return strand_ == waiting_strand_ && begin >= waiting_begin_;
}

void ThreadItems::read_hold(const RingRecord& record) {
  if (strand_ == kNone || is_waiting(record.ticks - std::min(record.ticks, record.duration)))
    return;
  SlotUse& slot = slots_[record.slot];
  std::uint32_t lock = lock_index(slot, record.instance);
  emit(OpKind::kRelease, record.ticks, record.ticks, lock);
  Pending next;
  next.at = record.ticks - std::min(record.ticks, record.duration);
  next.blur = blur_of(record.duration);
  std::uint64_t flags =
      (record.flags & PARAUDIT_FLAG_SHARED ? kShared : 0) | (record.flags & PARAUDIT_FLAG_TRY ? kTry : 0);
  next.item = {.kind = std::uint64_t(OpKind::kAcquire),
               .flags = flags,
               .strand = strand_,
               .target = lock,
               .section = slot.section};
  // Those released later were taken earlier, but for hand over hand. A long hold's beginning is not known exactly.
  for (Pending& outer : pending_)
    if (outer.at > next.at && outer.at - outer.blur <= next.at)
      outer.at = next.at;
  auto place = std::upper_bound(pending_.begin(), pending_.end(), next,
                                [](const Pending& a, const Pending& b) { return a.at < b.at; });
  newest_ = &*pending_.insert(place, next);
}

// Precedes its hold in the ring, and follows all that happened during it.
void ThreadItems::read_wait(const RingRecord& record) {
  std::uint32_t lock = lock_index(slots_[record.slot], record.instance);
  if (newest_ != nullptr && newest_->item.target == lock)
    newest_->wait = record.duration;
}

// Sharded finds a key's shard from the upper half of its mixed hash; never 0 here.
void ThreadItems::read_key(std::uint64_t hash) {
  if (newest_ == nullptr)
    return;
  newest_->item.key = std::max<std::uint32_t>(static_cast<std::uint32_t>(paraudit_mix(hash) >> 32), 1);
  out_.any_keys = true;
}

// A join's wait is recorded before the join.
bool ThreadItems::stretch_join(std::uint64_t begin) {
  if (out_.items.size() == first_item_)
    return false;
  Item& last = out_.items.back();
  if (OpKind(last.kind) != OpKind::kJoin || last.strand != strand_)
    return false;
  last.length = last.end - std::min(begin, last.end);
  set_waiting(begin);
  return true;
}

void ThreadItems::read_object(const RingRecord& record) {
  const SlotUse& slot = slots_[record.slot];
  bool wait = record.kind == PARAUDIT_RECORD_OBJECT_WAIT;
  std::uint64_t begin = record.ticks - (wait ? std::min(record.ticks, record.duration) : 0);
  if (slot.kind == PARAUDIT_OBJECT_JOIN || slot.kind == PARAUDIT_OBJECT_THREAD) {
    if (wait)
      stretch_join(begin);
    return;
  }
  if (strand_ == kNone || is_waiting(begin))
    return;
  emit(wait ? OpKind::kWait : OpKind::kSignal, begin, record.ticks, 0);
  out_.items.back().section = append(out_.objects, ObjectRecord{.begin = begin,
                                                                .time = record.ticks,
                                                                .instance = record.instance,
                                                                .wait = wait,
                                                                .counted = is_counted(slot.kind)});
  if (wait)
    set_waiting(begin);
}

void ThreadItems::read_task(const RingRecord& record) {
  std::uint32_t task = history_.strand_of_task(task_of(record));
  if (task == kNone)
    return;
  const TaskHistory::Life& life = history_.life(task);
  switch (record.kind) {
  case PARAUDIT_RECORD_TASK_SPAWN:
    return emit(OpKind::kSpawn, record.ticks, record.ticks, task);
  case PARAUDIT_RECORD_TASK_JOIN:
    return emit(OpKind::kJoin, record.ticks, record.ticks, task);
  case PARAUDIT_RECORD_TASK_END:
    strand_ = task;
    return emit(OpKind::kEnd, record.ticks, record.ticks, 0);
  case PARAUDIT_RECORD_TASK_BEGIN:
    strand_ = life.outer;
    return emit(OpKind::kTryInline, record.ticks, std::max(life.end, record.ticks), task);
  case PARAUDIT_RECORD_TASK_SUSPEND:
    strand_ = task;
    return;
  default: // RESUME: what ran before says so itself
    strand_ = history_.is_worker(thread_) ? kNone : static_cast<std::uint32_t>(thread_);
  }
}

} // namespace paraudit::reports::replay
