// The report as plain data: what `report.json` says, before it is written in any form. Fields mirror the schema
// (reports/schema/report.schema.json); times are nanoseconds.
//
// Thread-safety: plain data. Order is part of the result: every list is sorted by a stated rule, never by hash or
// clock.
#ifndef PARAUDIT_REPORTS_ANALYSIS_REPORT_H
#define PARAUDIT_REPORTS_ANALYSIS_REPORT_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/analysis/review.h"
#include "reports/reader/findings.h"

namespace paraudit::reports {

using Ns = std::uint64_t;

struct SourcePlace {
  std::string file; // empty: not known
  std::uint32_t line = 0;
  std::string function;
  auto operator<=>(const SourcePlace&) const = default;
};

struct Run {
  std::string label, configuration, directory, recording;
  std::vector<std::string> command;
  std::uint32_t pid = 0, threads = 0;
  std::uint64_t threads_seen = 0;
  Ns duration = 0;
  Ns thread_time = 0; // of all recorded threads, each from its beginning to its end
  bool ended = false; // false: killed, or still running when it was read
  std::uint64_t acquisitions = 0, records = 0, drops = 0, bytes = 0, torn = 0;
  std::optional<double> overhead;    // of the recorder: measured where the command also ran bare, else its share of the
                                     // threads' time, estimated from the counts of events
  std::optional<Ns> bare;            // what the command took without recording, if that was measured
  std::uint64_t missing_threads = 0; // whose files are gone
  std::uint64_t unrecorded_threads = 0;
  std::uint64_t given_up = 0; // waits for locks that ended without the lock
};

struct WaitTimes {
  Ns total = 0;
  std::optional<Ns> p50, p99, max; // absent where no single wait was recorded
};

struct HoldTimes {
  std::uint64_t samples = 0;
  std::optional<Ns> mean, p50, p99, max;
  std::optional<Ns> error; // half width of the mean's 95 % confidence interval
};

struct SiteUse {
  SourcePlace place;
  std::string mode;
  std::uint64_t acquisitions = 0, contended = 0;
  Ns wait = 0, caused_wait = 0;
};

// One cell of the blame matrix: at `waiter`, threads waited while `holder` held the lock.
struct Blame {
  SourcePlace waiter, holder;
  std::uint64_t count = 0;
  Ns wait = 0;
};

struct RunShare {
  std::size_t run = 0;
  std::uint64_t acquisitions = 0, contended = 0;
  Ns wait = 0;
  std::uint64_t handed_over = 0; // acquisitions that follow another thread's, if threads come in no order
};

struct InstanceUse {
  std::uint32_t instance = 0; // 24-bit hash of the address
  std::size_t run = 0;
  std::uint64_t contended = 0;
  Ns wait = 0;
};

// When it was waited for: the run's time in equal parts, and the waiting of all threads in each.
inline constexpr std::size_t kWaitParts = 50;
struct WaitCourse {
  std::size_t run = 0;
  std::vector<Ns> waits; // kWaitParts of them
};

// What a lock takes of the threads' time: waits as recorded, and operations at their price.
struct LockCost {
  Ns waits = 0, operations = 0, transfers = 0;
  Ns total() const { return waits + operations + transfers; }
};

// A lock class, or a class of wait objects.
struct LockUse {
  std::string id, name, static_class, kind;
  Place place;
  std::uint64_t instances = 0; // seen in records: a lower bound
  std::uint64_t acquisitions = 0, contended = 0;
  WaitTimes wait;
  HoldTimes hold;
  LockCost cost;                        // of locks
  std::vector<SiteUse> sites;           // by wait, contended, place
  std::vector<Blame> blame;             // by wait, count, places
  Ns unattributed_wait = 0;             // waits that no record of a release fits
  std::vector<RunShare> per_run;        // in run order
  std::vector<InstanceUse> by_instance; // by wait; those that were contended
  std::vector<WaitCourse> course;       // in run order; of the locks most waited for
};

struct OrderEdge {
  std::string before, after;
  bool is_static = false, dynamic = false, declared = false;
  bool needs_declaration = false; // between locks of the findings: no initialisation guard, not only tried for
  std::uint64_t count = 0;        // chains of held locks that showed it
  std::vector<SourcePlace> sites;
};

enum class CycleStatus { kObserved, kPossible, kStaticOnly };

struct CycleThread {
  std::string name;
  std::vector<TraceStep> trace;
};

struct OrderCycle {
  std::vector<std::string> locks;
  CycleStatus status = CycleStatus::kStaticOnly;
  std::vector<CycleThread> threads;
  bool is_known = false; // the baseline has it
};

struct LockPair {
  std::string before, after;
};

struct LockOrder {
  std::vector<OrderEdge> edges;
  std::vector<OrderCycle> cycles;
  bool all_cycles = true; // false: there were too many to look at
  std::uint64_t static_pairs = 0, exercised = 0, unpredicted = 0;
  // Cycles in the recorded graph that cannot deadlock, by reason.
  std::uint64_t one_thread = 0, gate_lock = 0, thread_order = 0, readers = 0;
};

struct MeasuredTime {
  std::uint32_t threads = 0;
  Ns time = 0; // median over the runs at this count
  std::size_t runs = 0;
};

// The times of one configuration: runs of one command at several thread counts.
struct ScalingSeries {
  std::string configuration;
  std::vector<MeasuredTime> measured; // by threads
};

// The Universal Scalability Law, T(N) = T(1) * (1 + contention * (N - 1) + coherency * N * (N - 1)) / N, fitted by
// least squares. Source: N. Gunther, "Guerrilla Capacity Planning" (2007).
struct ScalingFit {
  double contention = 0, coherency = 0;
};

struct WatchedAccess {
  SourcePlace place;
  std::string access; // read, write
  std::uint32_t thread = 0;
  std::vector<std::string> held; // names of locks, outermost first
  bool is_atomic = false;
};

// What the runs did with a watched state.
struct StateUse {
  std::uint64_t threads = 0;             // the most that touched one object of it in one run
  std::uint64_t sites = 0, accesses = 0; // different ones
  std::vector<std::string> guards;       // locks held at every access, by name
  std::vector<WatchedAccess> race;       // two, that nothing kept apart; or none
  std::vector<WatchedAccess> parallel;   // different ones while another thread was there, at most 64; locks by id
};

// What the run would take at a number of workers, replayed from its timeline.
struct PredictedTime {
  std::uint32_t threads = 0;
  Ns time = 0, low = 0, high = 0; // the interval: 95 %, from bootstrapped holds and the spread of the hand-off
  std::string limit;              // "lock", "critical_path", "tasks" or "workers"
  std::string lock;               // the lock that limits, by name; of every limit the one most waited for
  double waiting = 0, idle = 0;   // shares of the workers' time: blocked by locks, without a task
};

// What the run would take were a lock changed.
struct WhatIf {
  std::string lock;       // name
  std::string change;     // "shard", "reader_writer", "freeze", "worker_local" or "shorten"
  std::string detail;     // in words
  std::uint32_t ways = 0; // of sharding
  std::uint32_t threads = 0;
  Ns time = 0;
  double gain = 0;            // share of the predicted time without the change
  std::optional<double> skew; // of sharding: the busiest shard's load over the mean
};

struct Prediction {
  std::string configuration;
  std::size_t run = 0;                  // whose timeline was replayed
  Ns recorded = 0, replayed = 0;        // that run's time, and the replay's at the same number of threads
  std::vector<PredictedTime> predicted; // by threads
  std::vector<WhatIf> what_if;          // by saved time at the highest count
  Ns hand_off = 0;                      // from waking a thread until it runs, as measured
};

struct StateEntry {
  SharedState state;
  std::string dynamic;
  StateUse use;
  std::optional<StateDecision> decision; // of the ledger
};

struct FindingEntry {
  Finding finding;
  std::string dynamic;
  bool is_known = false; // the baseline has it
};

struct UnresolvedSite {
  SourcePlace place;
  std::string lock, reason;
  std::uint64_t acquisitions = 0;
  bool outside = false;
};

// How much of the recording was named by the source: the join of static and dynamic evidence.
struct Resolution {
  std::uint64_t sites = 0, resolved = 0;
  std::uint64_t outside = 0; // of `sites`: unresolved in modules without line information (system libraries)
  std::uint64_t audited() const { return sites - outside; }
  // What named the resolved ones: the class's own name (where the site agrees, and where it says nothing), the
  // acquisition in the findings, another site of the same class, of the same instance.
  std::uint64_t by_name_and_site = 0, by_name = 0, by_site = 0, by_class = 0, by_instance = 0;
  std::vector<UnresolvedSite> unresolved; // by acquisitions
};

struct Verdict {
  bool pass = true;
  std::vector<std::string> reasons;  // why it fails
  std::vector<std::string> not_seen; // what this report could not look at
};

struct RecorderFacts {
  std::uint64_t bytes = 0, acquisitions = 0, records = 0, drops = 0;
  std::uint32_t sample_period = 0;
  std::optional<double> sampling_error; // of the mean hold of the lock with the most samples, relative
};

// Nanoseconds of locking and unlocking that nobody waits for, and of what is added where another thread had the lock.
struct OperationCost {
  double acquisition = 0, transfer = 0;
};

struct LockCosts {
  OperationCost each;
  bool measured = false;            // on the recording machine; else typical prices
  Ns thread_time = 0;               // of all runs' threads
  std::vector<std::size_t> dearest; // indices into the locks, by cost
};

struct Report {
  Verdict verdict;
  Review review;
  std::vector<Run> runs;
  std::vector<std::string> rebuilt;         // programs and libraries that are other files now, with their run
  std::uint64_t empty_traces = 0;           // of processes that died before their first record
  std::vector<LockUse> locks, wait_objects; // by total wait, contended, name
  LockCosts lock_costs;
  LockOrder lock_order;
  std::vector<MeasuredTime> measured; // of the first series
  std::vector<ScalingSeries> series;
  std::optional<ScalingFit> fit;       // where one thread and three more counts were measured
  std::vector<Prediction> predictions; // of each configuration with a timeline at one or two threads, in series' order
  std::vector<std::string> scaling_warnings;
  std::vector<StateEntry> shared_state;
  std::vector<FindingEntry> findings;
  Resolution resolution;
  RecorderFacts recorder;
  std::string findings_path;
  std::uint64_t units = 0, units_failed = 0;
  std::optional<std::uint64_t> functions; // absent: the findings do not say
  std::vector<std::string> checks;        // that ran; empty: the findings do not say
  std::vector<std::string> static_locks;  // ids of the locks that the findings declare
  std::vector<std::string> notes;         // of the readers: symbolisation, torn tails
};

} // namespace paraudit::reports

#endif
