#include "reports/analysis/build_report.h"

#include <algorithm>
#include <deque>
#include <set>

#include "reports/analysis/contention.h"
#include "reports/analysis/lock_cost.h"
#include "reports/analysis/lock_order.h"
#include "reports/analysis/runs.h"
#include "reports/analysis/verdict.h"
#include "reports/analysis/watched_state.h"

namespace paraudit::reports {
namespace {

std::set<std::string> known_files(const Findings& findings) {
  std::set<std::string> files;
  for (const StaticLock& lock : findings.locks) {
    files.insert(lock.place.file);
    for (const StaticAcquisition& acquisition : lock.acquisitions)
      files.insert(acquisition.file);
  }
  for (const SharedState& state : findings.shared_state)
    files.insert(state.place.file);
  files.erase("");
  return files;
}

struct SiteResolution {
  Evidence evidence = Evidence::kNone;
  UnresolvedSite site;
};
using SiteResolutions = std::map<std::pair<SourcePlace, std::string>, SiteResolution>;

// Each place where a lock was acquired once, whatever runs and threads did so.
SiteResolutions gather_sites(const std::vector<RunJoin>& runs, const LockTable& table) {
  SiteResolutions places;
  for (const RunJoin& run : runs)
    for (const ThreadTrace& thread : run.trace->threads)
      for (const paraudit_counter& counter : thread.counters()) {
        const LockEntry& lock = table.entries()[run.lock(counter.class_id, counter.site)];
        if (!lock.is_lock)
          continue;
        const SourcePlace& place = run.place(counter.site);
        SiteResolution& use = places[{place, lock.id}];
        use.evidence = run.evidence.at({counter.class_id, counter.site});
        auto site = run.sites.find(counter.site);
        use.site = {place, lock.name, site == run.sites.end() ? "the site's record was lost" : site->second.reason,
                    use.site.acquisitions + counter.acquisitions, site != run.sites.end() && site->second.outside};
      }
  return places;
}

Resolution resolve_sites(const std::vector<RunJoin>& runs, const LockTable& table) {
  Resolution resolution;
  for (const auto& [key, use] : gather_sites(runs, table)) {
    ++resolution.sites;
    resolution.resolved += use.evidence != Evidence::kNone;
    resolution.by_name_and_site += use.evidence == Evidence::kNameAndSite;
    resolution.by_name += use.evidence == Evidence::kName;
    resolution.by_site += use.evidence == Evidence::kSite;
    resolution.by_class += use.evidence == Evidence::kClass;
    resolution.by_instance += use.evidence == Evidence::kInstance;
    if (use.evidence != Evidence::kNone)
      continue;
    resolution.outside += use.site.outside;
    resolution.unresolved.push_back(use.site);
  }
  std::sort(resolution.unresolved.begin(), resolution.unresolved.end(),
            [](const UnresolvedSite& a, const UnresolvedSite& b) {
              return std::tie(b.acquisitions, a.place, a.lock) < std::tie(a.acquisitions, b.place, b.lock);
            });
  return resolution;
}

// What recording costs an acquisition that is counted and an event that is written down, on the machines that we know
// (scripts/bench runtime).
constexpr double kCountedNs = 5, kWrittenNs = 40;

// As measured where the command was also run bare; else from what happened.
void add_overhead(const TraceSet& traces, std::vector<Run>& runs) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Run& run = runs[i];
    if (const std::optional<Calibration>& measured = traces.processes[i].calibration) {
      run.overhead = std::max(measured->recorded_ns / measured->bare_ns - 1, 0.0);
      run.bare = static_cast<Ns>(measured->bare_ns);
      continue;
    }
    double cost =
        kCountedNs * static_cast<double>(run.acquisitions) + kWrittenNs * static_cast<double>(run.records + run.drops);
    if (run.thread_time > 0)
      run.overhead = cost / static_cast<double>(run.thread_time);
  }
}

RecorderFacts recorder_facts(const Report& report, const TraceSet& traces) {
  RecorderFacts facts;
  for (const Run& run : report.runs) {
    facts.bytes += run.bytes;
    facts.acquisitions += run.acquisitions;
    facts.records += run.records;
    facts.drops += run.drops;
  }
  for (const ProcessTrace& trace : traces.processes)
    facts.sample_period = std::max(facts.sample_period, trace.sample_period);
  std::uint64_t most = 0;
  for (const LockUse& lock : report.locks)
    if (lock.hold.samples > most && lock.hold.error && lock.hold.mean.value_or(0) > 0) {
      most = lock.hold.samples;
      facts.sampling_error = static_cast<double>(*lock.hold.error) / static_cast<double>(*lock.hold.mean);
    }
  return facts;
}

void note_readers(const ProcessTrace& trace, const std::string& label, std::vector<std::string>& notes) {
  if (!trace.clock_fit.known)
    notes.push_back("run '" + label + "': the clock was never calibrated (killed at once); its times are in ticks");
  if (trace.notes.unknown_records)
    notes.push_back("run '" + label + "': " + counted(trace.notes.unknown_records, "record") +
                    " of kinds that this version does not know");
  for (const auto& [name, value] : trace.counters)
    if (value != 0 && name.rfind("drop", 0) == 0)
      notes.push_back("run '" + label + "': " + name + " = " + std::to_string(value));
}

// The static edges that a finding's places lie on decide: all recorded, some, none.
std::string dynamic_of(const Finding& finding, const OrderGraph& graph, const std::vector<StateEntry>& states) {
  for (const StateEntry& entry : states)
    if (entry.state.place == finding.place && finding.trace.empty())
      return entry.dynamic; // the finding is about this state: it stands at its declaration
  if (finding.check.find("lock-order") == std::string::npos)
    return "not_watched";
  std::set<std::pair<std::string, std::uint32_t>> places{{finding.place.file, finding.place.line}};
  for (const TraceStep& step : finding.trace)
    places.insert({step.place.file, step.place.line});
  std::size_t edges = 0, recorded = 0;
  for (const auto& [pair, edge] : graph.edges) {
    bool on_edge = std::any_of(edge.static_sites.begin(), edge.static_sites.end(),
                               [&](const Place& site) { return places.count({site.file, site.line}) != 0; });
    edges += on_edge;
    recorded += on_edge && !edge.witnesses.empty();
  }
  if (recorded == 0)
    return "never_exercised";
  return recorded == edges ? "exercised" : "partly_exercised";
}

void pass_on_findings(const Findings& findings, const OrderGraph& graph, const WatchedStates& watched, Report& report) {
  report.findings_path = findings.path;
  report.units = findings.units;
  report.units_failed = findings.units_failed;
  report.functions = findings.functions;
  report.checks = findings.checks;
  for (const StaticLock& lock : findings.locks)
    report.static_locks.push_back(lock.id);
  for (const SharedState& state : findings.shared_state)
    report.shared_state.push_back(watched.entry_of(state));
  for (const Finding& finding : findings.findings)
    report.findings.push_back(
        {finding, report.runs.empty() ? "not_watched" : dynamic_of(finding, graph, report.shared_state)});
}

} // namespace

Report build_report(const Findings& findings, const TraceSet& traces, const ReportOptions& options) {
  Report report;
  PathMap paths(options.root, known_files(findings), findings.root);
  SiteJoin join(findings, paths);
  LockTable table(findings, join);
  Contention contention;
  OrderGraph graph;
  std::vector<RunJoin> runs;
  report.runs = describe_runs(traces.processes, options.labels, options.threads);
  for (std::size_t i = 0; i < traces.processes.size(); ++i) {
    const ProcessTrace& trace = traces.processes[i];
    Symbolized symbolized = symbolize(trace);
    for (const std::string& path : symbolized.rebuilt)
      report.rebuilt.push_back(report.runs[i].label + "': rebuilt since the recording: " + path);
    for (const std::string& note : symbolized.notes)
      report.notes.push_back("run '" + report.runs[i].label + "': " + note);
    note_readers(trace, report.runs[i].label, report.notes);
    runs.push_back(table.add_run(trace, symbolized));
    contention.add_run(i, runs.back());
    graph.add_chains(i, runs.back(), table);
  }
  report.empty_traces = traces.empty.size();
  for (const std::string& directory : traces.empty)
    report.notes.push_back(directory + ": the process died before its first record");
  graph.add_static(findings, table);
  report.locks = contention.finish(table, true);
  report.wait_objects = contention.finish(table, false);
  add_lock_costs(traces, report);
  report.lock_order = analyze_lock_order(graph, findings, table, runs);
  if (!report.lock_order.all_cycles)
    report.notes.push_back(
        "the lock orders have more cycles than could be looked at: those shown are the shortest found");
  report.series = measured_series(report.runs);
  if (!report.series.empty())
    report.measured = report.series.front().measured;
  report.fit = fit_scaling(report.measured);
  if (options.predict)
    options.predict(runs, table, report);
  add_overhead(traces, report.runs);
  report.resolution = resolve_sites(runs, table);
  report.recorder = recorder_facts(report, traces);
  pass_on_findings(findings, graph, WatchedStates(runs, table), report);
  report.verdict = judge(report);
  return report;
}

} // namespace paraudit::reports
