#include "reports/gate/report_file.h"

#include <algorithm>
#include <set>

#include "reports/reader/json_cursor.h"

namespace paraudit::reports {
namespace {

std::uint32_t small(const JsonCursor& in, const char* name) {
  std::uint64_t value = in.number_or(name, 0);
  if (value > UINT32_MAX)
    in.fail(std::string(name) + " is too large");
  return static_cast<std::uint32_t>(value);
}

std::optional<Ns> optional_ns(const JsonCursor& in, const char* name) {
  return in.has(name) && !in.value()[name].is_null() ? std::optional<Ns>(in.number_or(name, 0)) : std::nullopt;
}

SourcePlace place_of(const JsonCursor& in) {
  return {in.text_or("file", ""), small(in, "line"), in.text_or("function", "")};
}

// What is required here report.schema.json requires: without it a report would be judged by what it does not say.
Run run_of(const JsonCursor& in) {
  in.require({"threads", "duration_ns", "drops"});
  Run run;
  run.label = in.text_or("label", "");
  run.configuration = in.text_or("configuration", "");
  run.recording = in.text_or("recording", "");
  run.command = in.texts("command");
  run.threads = small(in, "threads");
  run.duration = in.number_or("duration_ns", 0);
  run.thread_time = in.number_or("thread_time_ns", run.duration * std::max<std::uint32_t>(run.threads, 1)); // since 1.2
  run.ended = in.flag_or("ended", true);
  run.acquisitions = in.number_or("acquisitions", 0);
  run.records = in.number_or("records", 0);
  run.drops = in.number_or("drops", 0);
  run.torn = in.number_or("torn", 0);
  return run;
}

LockUse lock_of(const JsonCursor& in) {
  in.require({"acquisitions", "contended", "wait_ns"});
  LockUse lock;
  lock.id = in.text("id");
  lock.name = in.text_or("name", lock.id);
  lock.static_class = in.text_or("class", "");
  lock.kind = in.text_or("kind", "");
  lock.place = {in.text_or("file", ""), small(in, "line"), 0};
  lock.instances = in.number_or("instances", 0);
  lock.acquisitions = in.number_or("acquisitions", 0);
  lock.contended = in.number_or("contended", 0);
  if (in.has("wait_ns")) {
    JsonCursor wait = in.member("wait_ns");
    lock.wait = {wait.number_or("total", 0), optional_ns(wait, "p50"), optional_ns(wait, "p99"),
                 optional_ns(wait, "max")};
  }
  if (in.has("hold_ns")) {
    JsonCursor hold = in.member("hold_ns");
    lock.hold.mean = optional_ns(hold, "mean");
    lock.hold.p99 = optional_ns(hold, "p99");
    lock.hold.max = optional_ns(hold, "max");
    lock.hold.samples = hold.number_or("samples", 0);
  }
  for (const JsonCursor& cell : in.items("blame"))
    lock.blame.push_back({place_of(cell.member("waiter")), place_of(cell.member("holder")), cell.number_or("count", 0),
                          cell.number_or("wait_ns", 0)});
  for (const JsonCursor& share : in.items("per_run"))
    lock.per_run.push_back({share.number_or("run", 0), share.number_or("acquisitions", 0),
                            share.number_or("contended", 0), share.number_or("wait_ns", 0)});
  return lock;
}

OrderEdge edge_of(const JsonCursor& in) {
  in.require({"static", "dynamic", "declared", "count"});
  OrderEdge edge;
  edge.before = in.text("before");
  edge.after = in.text("after");
  edge.is_static = in.flag_or("static", false);
  edge.dynamic = in.flag_or("dynamic", false);
  edge.declared = in.flag_or("declared", false);
  edge.needs_declaration = in.flag_or("needs_declaration", edge.is_static); // since 1.2
  edge.count = in.number_or("count", 0);
  for (const JsonCursor& site : in.items("sites"))
    edge.sites.push_back(place_of(site));
  return edge;
}

CycleStatus status_of(const JsonCursor& in) {
  std::string status = in.text("status");
  if (status == "observed")
    return CycleStatus::kObserved;
  if (status == "possible")
    return CycleStatus::kPossible;
  if (status != "static_only")
    in.fail("has the status \"" + status + "\"; one of: observed, possible, static_only");
  return CycleStatus::kStaticOnly;
}

OrderCycle cycle_of(const JsonCursor& in) {
  OrderCycle cycle;
  cycle.locks = in.texts("locks");
  cycle.status = status_of(in);
  for (const JsonCursor& item : in.items("threads")) {
    CycleThread thread{item.text_or("name", ""), {}};
    for (const JsonCursor& step : item.items("trace"))
      thread.trace.push_back({thread.name,
                              step.text_or("message", ""),
                              {step.text_or("file", ""), small(step, "line"), 0},
                              step.texts("held")});
    cycle.threads.push_back(std::move(thread));
  }
  return cycle;
}

void read_order(const JsonCursor& in, LockOrder& order) {
  in.member("edges");
  in.member("cycles");
  for (const JsonCursor& edge : in.items("edges"))
    order.edges.push_back(edge_of(edge));
  for (const JsonCursor& cycle : in.items("cycles"))
    order.cycles.push_back(cycle_of(cycle));
  if (in.has("coverage")) {
    JsonCursor coverage = in.member("coverage");
    order.static_pairs = coverage.number_or("static_pairs", 0);
    order.exercised = coverage.number_or("exercised", 0);
    order.unpredicted = coverage.number_or("unpredicted", 0);
  }
}

void read_predicted(const JsonCursor& in, Report& report) {
  Prediction prediction;
  for (const JsonCursor& point : in.items("predicted")) {
    PredictedTime time;
    time.threads = small(point, "threads");
    time.time = point.number_or("time_ns", 0);
    if (point.has("limit") && point.value()["limit"].is_object()) {
      time.limit = point.member("limit").text_or("kind", "");
      time.lock = point.member("limit").text_or("lock", "");
    }
    prediction.predicted.push_back(std::move(time));
  }
  if (!prediction.predicted.empty())
    report.predictions.push_back(std::move(prediction));
}

void read_scaling(const JsonCursor& in, Report& report) {
  auto times = [](const JsonCursor& from) {
    std::vector<MeasuredTime> list;
    for (const JsonCursor& time : from.items("measured"))
      list.push_back({small(time, "threads"), time.number_or("time_ns", 0), time.number_or("runs", 1)});
    return list;
  };
  report.measured = times(in);
  for (const JsonCursor& series : in.items("series"))
    report.series.push_back({series.text_or("configuration", ""), times(series)});
  read_predicted(in, report);
}

// What a report of before 1.2 says of the locks that its findings declare.
std::vector<std::string> nested_locks(const LockOrder& order) {
  std::set<std::string> locks;
  for (const OrderEdge& edge : order.edges)
    if (edge.is_static)
      locks.insert({edge.before, edge.after});
  return {locks.begin(), locks.end()};
}

StateEntry state_of(const JsonCursor& in) {
  StateEntry entry{parse_state(in), in.text_or("dynamic", ""), {}, {}};
  if (!in.has("watched"))
    return entry;
  for (const JsonCursor& access : in.member("watched").items("parallel"))
    entry.use.parallel.push_back({place_of(access), access.text_or("access", "read"), small(access, "thread"),
                                  access.texts("held"), access.flag_or("atomic", false)});
  return entry;
}

void check_schema(const JsonCursor& root) {
  if (!root.value().is_object())
    root.fail(std::string("expected an object, found ") + root.value().type_name());
  if (root.text("schema") != "paraudit.report")
    root.fail("is a \"" + root.text("schema") +
              "\" document, not \"paraudit.report\": give what paraudit report -o "
              "report.json wrote");
  std::string version = root.text("version");
  if (version.substr(0, version.find('.')) != "1")
    root.fail("has version " + version + ", this program reads 1.x");
  root.require({"verdict", "runs", "locks", "lock_order", "shared_state", "findings", "recorder"});
  root.member("verdict").require({"pass", "reasons"});
}

} // namespace

ReportFile read_report(const std::string& path) {
  nlohmann::json document = parse_json_file(path);
  JsonCursor root(path, document);
  check_schema(root);
  ReportFile file;
  file.path = path;
  Report& report = file.report;
  JsonCursor verdict = root.member("verdict");
  report.verdict = {verdict.flag_or("pass", false), verdict.texts("reasons"), verdict.texts("not_seen")};
  for (const JsonCursor& run : root.items("runs"))
    report.runs.push_back(run_of(run));
  for (const JsonCursor& lock : root.items("locks"))
    report.locks.push_back(lock_of(lock));
  for (const JsonCursor& object : root.items("wait_objects"))
    report.wait_objects.push_back(lock_of(object));
  read_order(root.member("lock_order"), report.lock_order);
  if (root.has("scaling"))
    read_scaling(root.member("scaling"), report);
  for (const JsonCursor& state : root.items("shared_state"))
    report.shared_state.push_back(state_of(state));
  for (const JsonCursor& finding : root.items("findings"))
    report.findings.push_back({parse_finding(finding), finding.text_or("dynamic", ""), false});
  if (root.has("recorder")) {
    JsonCursor recorder = root.member("recorder");
    report.recorder.drops = recorder.number_or("drops", 0);
    report.empty_traces = recorder.number_or("empty_traces", 0);
  }
  for (const Run& run : report.runs)
    report.recorder.acquisitions += run.acquisitions;
  if (root.has("analysis")) {
    JsonCursor analysis = root.member("analysis");
    report.findings_path = analysis.text_or("findings", "");
    report.units = analysis.number_or("units", 0);
    report.units_failed = analysis.number_or("units_failed", 0);
    if (analysis.has("functions") && !analysis.value()["functions"].is_null())
      report.functions = analysis.number_or("functions", 0);
    report.checks = analysis.texts("checks");
    report.static_locks = analysis.has("locks") ? analysis.texts("locks") : nested_locks(report.lock_order);
  }
  return file;
}

} // namespace paraudit::reports
