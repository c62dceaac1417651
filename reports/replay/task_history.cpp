#include "reports/replay/task_history.h"

#include <algorithm>
#include <tuple>

namespace paraudit::reports::replay {
namespace {

bool is_pool_worker(const ProcessTrace& trace, const ThreadTrace& thread) {
  auto info = trace.thread_info.find(thread.index());
  return info != trace.thread_info.end() && info->second.name == "pool worker";
}

} // namespace

TaskHistory::TaskHistory(const ProcessTrace& trace) {
  std::vector<Event> events = gather(trace);
  for (const ThreadTrace& thread : trace.threads) {
    worker_.push_back(is_pool_worker(trace, thread));
    any_pool_ = any_pool_ || worker_.back();
    last_.push_back(worker_.back() ? kNone : static_cast<std::uint32_t>(lives_.size()));
    lives_.push_back({});
  }
  for (const Event& event : events)
    if (event.kind == PARAUDIT_RECORD_TASK_BEGIN && by_task_[event.task] == 0) {
      lives_.push_back({});
      by_task_[event.task] = static_cast<std::uint32_t>(lives_.size());
    }
  for (const Event& event : events)
    follow(event);
}

std::vector<TaskHistory::Event> TaskHistory::gather(const ProcessTrace& trace) {
  std::vector<Event> events;
  for (std::uint32_t thread = 0; thread < trace.threads.size(); ++thread)
    trace.threads[thread].for_each_record([&](const RingRecord& record) {
      if (record.kind >= PARAUDIT_RECORD_TASK_BEGIN && record.kind <= PARAUDIT_RECORD_TASK_RESUME)
        events.push_back({record.ticks, task_of(record), events.size(), thread, record.kind});
    });
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return std::tie(a.ticks, a.order) < std::tie(b.ticks, b.order); });
  return events;
}

void TaskHistory::follow(const Event& event) {
  std::uint32_t strand = strand_of_task(event.task), &current = last_[event.thread];
  if (strand == kNone)
    return; // its beginning was lost
  Life& life = lives_[strand];
  switch (event.kind) {
  case PARAUDIT_RECORD_TASK_BEGIN:
    life.begin = event.ticks;
    life.outer = current;
    current = strand;
    break;
  case PARAUDIT_RECORD_TASK_END:
    life.end = event.ticks;
    current = life.outer;
    break;
  case PARAUDIT_RECORD_TASK_SUSPEND:
    current = kNone;
    break;
  default:
    current = strand;
  }
}

std::uint32_t TaskHistory::strand_of_task(std::uint64_t task) const {
  const std::uint32_t* found = by_task_.find(task);
  return found == nullptr || *found == 0 ? kNone : *found - 1;
}

} // namespace paraudit::reports::replay
