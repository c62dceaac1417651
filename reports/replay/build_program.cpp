#include "reports/replay/build_program.h"

#include <algorithm>

#include "reports/replay/thread_items.h"

namespace paraudit::reports::replay {
namespace {

constexpr std::uint64_t kMaxItems = 40'000'000; // 1.3 GB while the program is built

// A strand that moved between threads has a piece from each; what one thread recorded keeps its order.
void sort_by_time(std::vector<Item>& items, const Strand& range) {
  auto first = items.begin() + range.first, last = items.begin() + range.last;
  if (std::is_sorted(first, last, [](const Item& a, const Item& b) { return a.end < b.end; }))
    return;
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (auto item = first; item != last; ++item)
    order.emplace_back(item->end, order.size());
  std::sort(order.begin(), order.end());
  std::vector<Item> pieces(first, last);
  for (const auto& [end, piece] : order)
    *first++ = pieces[piece];
}

// The items of each strand together, in the order of time.
std::vector<Item> sort_by_strand(std::vector<Item> items, std::size_t strands, std::vector<Strand>& ranges) {
  ranges.assign(strands, {});
  for (const Item& item : items)
    ++ranges[item.strand].last;
  std::uint32_t at = 0;
  for (Strand& strand : ranges) {
    strand.first = at;
    at += strand.last;
    strand.last = at;
  }
  // Each thread's were read backwards: filling from the back turns them around.
  std::vector<std::uint32_t> next;
  for (const Strand& strand : ranges)
    next.push_back(strand.last);
  std::vector<Item> sorted(items.size());
  for (const Item& item : items)
    sorted[--next[item.strand]] = item;
  for (const Strand& strand : ranges)
    sort_by_time(sorted, strand);
  return sorted;
}

class Assembler {
 public:
  Assembler(const RunJoin& run, const TaskHistory& history, Gathered gathered, const RecordingCost& cost)
      : history_(history), trace_(*run.trace), gathered_(std::move(gathered)) {
    double hold = cost.per_hold_ns / trace_.clock_fit.ns_per_tick;
    inside_ = static_cast<std::uint64_t>(hold * cost.inside);
    outside_ = static_cast<std::uint64_t>(hold * (1 - cost.inside));
  }

  Program assemble() {
    program_.event_signals = match_events(gathered_.objects);
    program_.locks = std::move(gathered_.locks);
    program_.groups = std::move(gathered_.groups);
    program_.sections = std::move(gathered_.sections);
    program_.ns_per_tick = trace_.clock_fit.ns_per_tick;
    program_.duration = trace_.end_ticks - trace_.start_ticks;
    find_last_writes();
    std::vector<Strand> ranges;
    std::vector<Item> items = sort_by_strand(std::move(gathered_.items), history_.strand_count(), ranges);
    for (std::uint32_t strand = 0; strand < ranges.size(); ++strand)
      add_strand(strand, items.data() + ranges[strand].first, items.data() + ranges[strand].last);
    mark_started();
    return std::move(program_);
  }

 private:
  struct Held {
    std::uint32_t lock, section;
    std::uint8_t flags;
  };
  // When a group's locks were taken exclusively for the last time, where, and when elsewhere. 0: never.
  struct LastWrites {
    std::uint64_t last = 0, elsewhere = 0;
    std::uint32_t section = 0;

    void add(std::uint64_t time, std::uint32_t place) {
      if (place == section) {
        last = std::max(last, time);
      } else if (time > last) {
        elsewhere = last;
        last = time;
        section = place;
      } else {
        elsewhere = std::max(elsewhere, time);
      }
    }
  };

  std::uint64_t start_of(std::uint32_t strand) const {
    if (strand >= trace_.threads.size())
      return history_.life(strand).begin;
    const ThreadTrace& thread = trace_.threads[strand];
    return strand == 0 ? trace_.start_ticks : std::max(thread.header().start_ticks, trace_.start_ticks);
  }

  // The first thread computes from the process's start on, but for the time that opening its recording took.
  std::uint64_t opening_of(std::uint32_t strand) const {
    if (strand != 0)
      return 0;
    const paraudit_thread_header& header = trace_.threads[0].header();
    return std::min(header.opening_ticks, header.start_ticks - std::min(header.start_ticks, trace_.start_ticks));
  }

  void find_last_writes() {
    last_writes_.resize(program_.groups.size());
    for (const Item& item : gathered_.items)
      if (OpKind(item.kind) == OpKind::kAcquire && (item.flags & kShared) == 0)
        last_writes_[program_.locks[item.target].group].add(item.end, item.section);
  }

  bool after_writes(const Item& acquisition) const {
    const LastWrites& writes = last_writes_[program_.locks[acquisition.target].group];
    if ((acquisition.flags & kShared) != 0)
      return acquisition.end > writes.last;
    std::uint64_t elsewhere = acquisition.section == writes.section ? writes.elsewhere : writes.last;
    return elsewhere != 0 && acquisition.end > elsewhere;
  }

  void add_strand(std::uint32_t index, const Item* item, const Item* last) {
    Strand strand{.first = static_cast<std::uint32_t>(program_.ops.size())};
    strand.thread = index < trace_.threads.size();
    std::uint64_t start = start_of(index), time = start + opening_of(index);
    strand.start = start - std::min(start, trace_.start_ticks);
    held_.clear();
    for (; item != last; ++item) {
      std::uint64_t computed = item->begin() - std::min(item->begin(), time);
      add_op(*item, computed - std::min(computed, recorder_time(OpKind(item->kind))));
      time = std::max(time, item->end);
    }
    // A task whose end was lost, in a killed process.
    if (strand.first == program_.ops.size() || OpKind(program_.ops.back().kind) != OpKind::kEnd)
      push({.kind = std::uint64_t(OpKind::kEnd)}, 0);
    strand.last = static_cast<std::uint32_t>(program_.ops.size());
    program_.strands.push_back(strand);
  }

  std::uint64_t recorder_time(OpKind kind) const {
    switch (kind) {
    case OpKind::kRelease:
      return inside_;
    case OpKind::kAcquire:
      return outside_;
    default:
      return (inside_ + outside_) / 2; // one clock reading, one record
    }
  }

  void add_op(const Item& item, std::uint64_t computed) {
    Op op;
    op.before = computed;
    op.kind = item.kind;
    op.flags = item.flags;
    op.target = item.target;
    op.section = held_.empty() ? 0 : held_.back().section;
    switch (OpKind(item.kind)) {
    case OpKind::kAcquire:
      held_.push_back({item.target, item.section, static_cast<std::uint8_t>(item.flags)});
      if (after_writes(item))
        op.flags |= kAfterWrites;
      ++program_.acquisitions;
      break;
    case OpKind::kRelease: {
      auto found =
          std::find_if(held_.rbegin(), held_.rend(), [&](const Held& held) { return held.lock == item.target; });
      if (found == held_.rend())
        return; // taken on another strand: not a lock's use that could be replayed
      op.flags = found->flags;
      held_.erase(std::next(found).base());
      break;
    }
    case OpKind::kWait:
    case OpKind::kSignal:
      set_event(op, gathered_.objects[item.section], item);
      break;
    default:
      break;
    }
    push(op, item.key);
  }

  void set_event(Op& op, const ObjectRecord& object, const Item& item) {
    op.target = object.event;
    if (object.event != kNone)
      return;
    op.kind = std::uint64_t(OpKind::kPause);
    op.target = static_cast<std::uint32_t>(std::min<std::uint64_t>(item.length / kPauseUnit, kNone - 1));
    ++program_.unmatched_waits;
  }

  void push(const Op& op, std::uint32_t key) {
    program_.ops.push_back(op);
    if (gathered_.any_keys)
      program_.keys.push_back(key);
  }

  void mark_started() {
    for (const Op& op : program_.ops)
      if (OpKind(op.kind) == OpKind::kStartThread)
        program_.strands[op.target].starts_late = true;
  }

  const TaskHistory& history_;
  const ProcessTrace& trace_;
  Gathered gathered_;
  Program program_;
  std::uint64_t inside_ = 0, outside_ = 0;
  std::vector<Held> held_;
  std::vector<LastWrites> last_writes_; // by group
};

std::string problem_of(const ProcessTrace& trace) {
  std::uint64_t records = 0, dropped = 0;
  for (const ThreadTrace& thread : trace.threads) {
    records += thread.record_count();
    dropped += thread.header().ring_dropped;
  }
  if (dropped != 0)
    return "its timeline is not whole: " + std::to_string(dropped) +
           " records found no room; record again with a larger PARAUDIT_TIMELINE_RECORDS";
  if (records > kMaxItems / 2)
    return "its timeline is too long: " + std::to_string(records) + " records";
  return "";
}

} // namespace

Built build_program(const RunJoin& run, const RecordingCost& cost) {
  Built built;
  built.problem = problem_of(*run.trace);
  if (!built.problem.empty())
    return built;
  TaskHistory history(*run.trace);
  Gathered gathered;
  for (std::size_t thread = 0; thread < run.trace->threads.size(); ++thread)
    ThreadItems(run, history, thread, gathered).read();
  built.program = Assembler(run, history, std::move(gathered), cost).assemble();
  return built;
}

} // namespace paraudit::reports::replay
