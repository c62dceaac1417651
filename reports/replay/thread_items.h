// One thread's records, read backwards into operations of the strands that it ran. Internal to build_program.
//
// Thread-safety: one thread. Cost: linear in the thread's records.
#ifndef PARAUDIT_REPORTS_REPLAY_THREAD_ITEMS_H
#define PARAUDIT_REPORTS_REPLAY_THREAD_ITEMS_H

#include <cstdint>
#include <vector>

#include "reports/analysis/lock_table.h"
#include "reports/replay/event_match.h"
#include "reports/replay/program.h"
#include "reports/replay/task_history.h"

namespace paraudit::reports::replay {

// An operation with its place in recorded time: what the strand did up to `end - length` and from `end` on is
// computing.
struct Item {
  std::uint64_t end = 0;
  std::uint64_t length : 48 = 0;
  std::uint64_t kind : 8 = 0;
  std::uint64_t flags : 8 = 0;
  std::uint32_t strand = kNone, target = 0;
  std::uint32_t key = 0;     // of acquisitions
  std::uint32_t section = 0; // of acquisitions: the section that begins; of waits and signals: index into the objects
  std::uint64_t begin() const { return end - length; }
};

// What all threads' items have in common.
struct Gathered {
  std::vector<Item> items;
  std::vector<ObjectRecord> objects;
  std::vector<LockInstance> locks;
  std::vector<std::uint32_t> groups;
  std::vector<Section> sections{{}};
  FlatTable<std::uint32_t> lock_of;    // by class and instance: index + 1
  FlatTable<std::uint32_t> group_of;   // by the report's lock: index + 1
  FlatTable<std::uint32_t> section_of; // by class and site: index + 1
  bool any_keys = false;
};

class ThreadItems {
 public:
  ThreadItems(const RunJoin& run, const TaskHistory& history, std::size_t thread, Gathered& out);
  void read();

 private:
  struct SlotUse {
    bool known = false, readers = false;
    std::uint16_t kind = 0; // paraudit_object_kind
    std::uint32_t group = 0, section = 0, class_id = 0;
    std::uint32_t instance = kNone, lock = 0; // of the last record
  };
  struct Pending { // an acquisition that lies before what was read so far
    std::uint64_t at = 0, blur = 0, wait = 0;
    Item item;
  };
  struct Sync {
    std::uint64_t ticks;
    std::uint32_t child;
    bool create;
  };

  void gather_slots();
  void gather_syncs();
  std::uint32_t group_index(std::size_t entry);
  std::uint32_t lock_index(SlotUse& slot, std::uint32_t instance);
  void read_record(const RingRecord& record);
  void read_hold(const RingRecord& record);
  void read_wait(const RingRecord& record);
  void read_key(std::uint64_t hash);
  void read_object(const RingRecord& record);
  void read_task(const RingRecord& record);
  void flush(std::uint64_t time);
  void emit(OpKind kind, std::uint64_t begin, std::uint64_t end, std::uint32_t target);
  bool stretch_join(std::uint64_t begin);
  void set_waiting(std::uint64_t begin);
  bool is_waiting(std::uint64_t begin) const;

  const RunJoin& run_;
  const TaskHistory& history_;
  const ThreadTrace& trace_;
  std::size_t thread_;
  Gathered& out_;
  std::size_t first_item_;
  std::uint32_t strand_;
  std::vector<SlotUse> slots_;
  std::vector<Pending> pending_;         // the latest last
  std::vector<Sync> syncs_;              // the latest last
  Pending* newest_ = nullptr;            // of the hold read last: its key and wait come next
  std::uint32_t waiting_strand_ = kNone; // waits from there to what was read so far
  std::uint64_t waiting_begin_ = 0;
};

} // namespace paraudit::reports::replay

#endif
