// What each lock and wait object cost: counts from the counter tables (exact), waits and holds from the rings (as far
// as the rings kept them), the blame matrix from waits and releases.
//
// Thread-safety: add runs on one thread. Cost: linear in records (some ns each, and where somebody waited a few more to
// find the releases) and in contended ones (some tens of ns more), as long as each thread's times ascend; memory is
// linear in waits, in the releases that can be to blame for one, and in instances.
#ifndef PARAUDIT_REPORTS_ANALYSIS_CONTENTION_H
#define PARAUDIT_REPORTS_ANALYSIS_CONTENTION_H

#include <map>
#include <tuple>
#include <vector>

#include "reports/analysis/distribution.h"
#include "reports/analysis/flat_table.h"
#include "reports/analysis/lock_cost.h"
#include "reports/analysis/lock_table.h"
#include "reports/analysis/report.h"
#include "reports/analysis/wait_windows.h"

namespace paraudit::reports {

class Contention {
 public:
  void add_run(std::size_t run_index, const RunJoin& run);
  // All locks (or all wait objects) that were used, by total wait, contended count, name.
  std::vector<LockUse> finish(const LockTable& table, bool locks) const;

 private:
  struct WaitSum {
    std::uint64_t count = 0;
    Ns wait = 0;
  };
  struct Totals {
    std::uint64_t acquisitions = 0, contended = 0, hold_samples = 0;
    Ns wait = 0, hold = 0, unattributed = 0;
    Distribution waits, holds;
    std::map<std::tuple<SourcePlace, std::uint32_t>, SiteUse> sites;
    std::map<std::pair<SourcePlace, SourcePlace>, Blame> blame;
    std::map<std::size_t, RunShare> per_run;
    std::map<std::size_t, HandOvers> hand_overs;   // by run
    std::map<std::size_t, std::vector<Ns>> course; // by run
    FlatTable<WaitSum> instances;                  // by run (high half) and instance
  };
  struct Origin;
  struct RunEvents;
  struct SlotUse;
  struct ReleaseSlot;
  class Slots;
  struct Actor { // whose record it is, and what the record before told
    std::uint32_t thread = 0, holder_site = 0;
  };

  void add_counters(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread);
  static void reserve_waits(const ProcessTrace& trace, RunEvents& events);
  Slots slots_of(const RunJoin& run, const ThreadTrace& thread, RunEvents& events);
  static std::vector<ReleaseSlot> release_slots_of(const RunJoin& run, const ThreadTrace& thread,
                                                   const WaitWindows& windows, RunEvents& events, SlotSet& wanted);
  void add_records(std::size_t run_index, const RunJoin& run, const ThreadTrace& thread, RunEvents& events);
  static void add_object_signal(const SlotUse& slot, const RingRecord& record, std::uint32_t thread, RunEvents& events);
  static void add_waited(std::size_t run_index, SlotUse& slot);
  static void add_wait(std::size_t run_index, Ns wait, SlotUse& slot, const RingRecord& record, Actor actor,
                       RunEvents& events);
  void add_course(std::size_t run_index, const RunJoin& run, const RunEvents& events);
  void add_releases(const RunJoin& run, RunEvents& events);
  void add_blame(const RunJoin& run, const RunEvents& events, ObjectEvents& objects, BlameRule rule);
  void blame(const RunJoin& run, const Origin& waiter, const Origin& holder, const WaitSum& sum);
  static LockUse use_of(const LockEntry& entry, const Totals& totals);

  std::map<std::size_t, Totals> totals_; // by lock index
};

// "exclusive", "shared", "try", "shared try".
std::string mode_name(std::uint32_t mode);

} // namespace paraudit::reports

#endif
