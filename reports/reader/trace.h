// A recorded process as plain data: what the trace's files say, validated and otherwise unjudged. Ids are the trace's
// own; times are ticks of the trace's clock until `ClockFit` turns them into nanoseconds.
//
// Thread-safety: plain data; const use from many threads is fine. The ring's records are not copied: ThreadTrace
// decodes them from the mapping each time they are visited, in the order they were written.
#ifndef PARAUDIT_REPORTS_READER_TRACE_H
#define PARAUDIT_REPORTS_READER_TRACE_H

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/reader/thread_file.h"
#include "runtime/abi/trace_format.h"

namespace paraudit::reports {

struct TraceSite {
  std::uint32_t id = 0;
  std::string file, function, lock_name;
  std::uint32_t line = 0, column = 0;
  std::uint8_t column_kind = PARAUDIT_COLUMN_NONE;
  std::uint64_t address = 0;
  std::uint32_t inlined_at = 0, caller = 0;
};

struct TraceClass {
  std::uint32_t id = 0;
  std::string name;
  std::uint32_t site = 0;
  std::uint16_t kind = 0;
  bool index_ordered = false;
  bool readers_pass = false; // waiting writers
};

struct TraceThread {
  std::uint32_t index = 0, os_tid = 0, parent = 0;
  std::string name;
  std::uint64_t start_ticks = 0, end_ticks = 0;
};

struct TraceModule {
  std::uint64_t begin = 0, end = 0, bias = 0;
  std::uint64_t loaded_ticks = 0, unloaded_ticks = 0; // 0: still loaded at the end
  std::string path, build_id;
};

struct TraceChain {
  std::uint64_t hash = 0, ticks = 0;
  std::uint32_t thread = 0;
  std::vector<paraudit_chain_link> links; // outermost first; the last is the acquisition that made the chain
};

struct TraceSync {
  std::uint64_t ticks = 0;
  std::uint32_t from_thread = 0, to_thread = 0;
};

// A watched access: the first of its kind since its thread last created or joined one or handed something over.
struct TraceAccess {
  std::uint64_t ticks = 0, address = 0;
  std::uint32_t state = 0, site = 0, thread = 0;
  bool write = false, atomic = false;
  std::vector<paraudit_chain_link> held; // outermost first
};

// From `ticks` on a thread works for a group in this phase, which begins when all earlier ones of the group are over.
struct TracePhase {
  std::uint64_t ticks = 0;
  std::uint32_t thread = 0, group = 0;
  std::uint64_t phase = 0;
};

// In a watched program: through this object the thread gave what it did before, or took what others gave.
struct TraceHandover {
  std::uint64_t ticks = 0, object = 0;
  std::uint32_t thread = 0;
  bool gives = false;
};

// Ticks to nanoseconds: a line through the first and the last anchor. With a tick of another length and one anchor only
// (killed at once) there is no fit: `known` is false and ticks count as nanoseconds.
struct ClockFit {
  double ns_per_tick = 1.0;
  bool known = true;
  std::uint64_t ns(std::uint64_t ticks) const {
    return static_cast<std::uint64_t>(static_cast<double>(ticks) * ns_per_tick + 0.5);
  }
};

// What the reader met that is no error: a process killed at work leaves such traces. Each count is shown to the user.
struct ReadNotes {
  std::uint64_t torn_log_bytes = 0;    // reserved in the log, never completed
  std::uint64_t torn_records = 0;      // ring slots reserved, never completed
  std::uint64_t unknown_records = 0;   // kinds of a newer minor version
  std::uint64_t unstarted_threads = 0; // thread files without a header yet
  std::uint64_t missing_threads = 0;   // recorded threads without a file: somebody removed it
};

// What `paraudit record --calibrate` measured on the recording machine.
struct Calibration {
  double bare_ns = 0, recorded_ns = 0;        // of the command, without recording and with it
  double acquisition_ns = 0, transfer_ns = 0; // of a lock; added where another thread had it
};

struct ProcessTrace {
  std::string directory;
  std::optional<Calibration> calibration;
  std::uint32_t pid = 0, parent_pid = 0, policy = 0, clock = 0, sample_period = 0;
  std::uint64_t start_realtime_ns = 0, start_ticks = 0, end_ticks = 0;
  std::uint64_t log_dropped = 0, threads_dropped = 0, bytes = 0;
  bool ended = false; // the process ended by itself; else end_ticks is the last thing it recorded
  ClockFit clock_fit;
  std::vector<paraudit_clock_anchor> anchors;
  std::vector<std::string> command, environment;
  std::string working_directory, executable;
  std::unordered_map<std::uint32_t, TraceSite> sites;
  std::unordered_map<std::uint32_t, TraceClass> classes;
  std::map<std::uint32_t, TraceThread> thread_info;
  std::vector<TraceModule> modules;
  std::vector<TraceChain> chains;
  std::unordered_map<std::uint32_t, std::string> labels;
  std::map<std::string, std::uint64_t> counters;
  std::vector<TraceSync> syncs;
  std::vector<TracePhase> phases;
  std::vector<TraceHandover> handovers;
  std::map<std::uint32_t, std::string> watched; // state number to its id in the findings
  std::vector<TraceAccess> accesses;
  std::vector<ThreadTrace> threads;
  ReadNotes notes;
};

// Text of an object kind ("mutex"), and whether it is a lock; unknown kinds read "kind N".
std::string object_kind_name(std::uint16_t kind);
bool object_kind_is_lock(std::uint16_t kind);

} // namespace paraudit::reports

#endif
