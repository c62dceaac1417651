// Which task ran where: the nesting of tasks on stacks, read from the task records of all threads in the order of time.
//
// Thread-safety: build it on one thread, then const use. Cost: n log n in task records.
#ifndef PARAUDIT_REPORTS_REPLAY_TASK_HISTORY_H
#define PARAUDIT_REPORTS_REPLAY_TASK_HISTORY_H

#include <cstdint>
#include <vector>

#include "reports/analysis/flat_table.h"
#include "reports/reader/trace.h"
#include "reports/replay/program.h"

namespace paraudit::reports::replay {

// Strands are numbered: first one for each recorded thread, then the tasks.
class TaskHistory {
 public:
  explicit TaskHistory(const ProcessTrace& trace);

  struct Life {
    std::uint64_t begin = 0, end = 0; // 0: not recorded
    std::uint32_t outer = kNone;      // the strand whose stack it ran on top of
  };
  std::size_t strand_count() const { return lives_.size(); }
  const Life& life(std::uint32_t strand) const { return lives_[strand]; }
  // kNone for a task that never began.
  std::uint32_t strand_of_task(std::uint64_t task) const;
  // The strand that the thread was running when its records end.
  std::uint32_t last_of_thread(std::size_t thread) const { return last_[thread]; }
  // Threads of the pool have no code of their own: between tasks they are idle.
  bool is_worker(std::size_t thread) const { return worker_[thread]; }
  bool any_pool() const { return any_pool_; }

 private:
  struct Event {
    std::uint64_t ticks, task;
    std::size_t order; // as it was read: that of its thread
    std::uint32_t thread;
    std::uint8_t kind;
  };
  static std::vector<Event> gather(const ProcessTrace& trace);
  void follow(const Event& event);

  std::vector<Life> lives_;
  FlatTable<std::uint32_t> by_task_; // strand + 1
  std::vector<std::uint32_t> last_;
  std::vector<bool> worker_;
  bool any_pool_ = false;
};

// Bits 0..39 of a task record's payload.
inline std::uint64_t task_of(const RingRecord& record) {
  return record.word & 0xffffffffffull;
}

} // namespace paraudit::reports::replay

#endif
