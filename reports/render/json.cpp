#include "reports/render/json.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

// What the page's data has of the longest lists. Instances and places (acquisition sites and pairs of blame) are of all
// locks together, of the most waited for first; sites are those that no lock was found for.
constexpr std::size_t kPageLocks = 500, kPagePairs = 1500, kPageInstances = 1000, kPagePlaces = 4000, kPageSites = 1000;

constexpr std::size_t kDearest = 10;

using Json = nlohmann::ordered_json;

template <class Items, class Make> Json list_of(const Items& items, Make make) {
  Json list = Json::array();
  for (const auto& item : items)
    list.push_back(make(item));
  return list;
}

// How many more items of a kind a document takes, and how many it could not take.
class Room {
 public:
  explicit Room(std::size_t size) : left_(size) {}
  template <class T> std::span<const T> take(const std::vector<T>& items) {
    std::size_t taken = std::min(items.size(), left_);
    left_ -= taken;
    left_out_ += items.size() - taken;
    return std::span(items).first(taken);
  }
  std::size_t left_out() const { return left_out_; }

 private:
  std::size_t left_, left_out_ = 0;
};

struct Rooms {
  Room locks, wait_objects, pairs, instances, places, unresolved;
};

template <class T> Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json place_json(const SourcePlace& place) {
  return {{"file", place.file}, {"line", place.line}, {"function", place.function}};
}

Json budget_json(const BudgetReview& budget) {
  return {{"file", budget.path},
          {"checked", budget.checked},
          {"exceeded", list_of(budget.exceeded, [](const ExceededLimit& limit) {
             return Json{{"message", limit.message},
                         {"details", limit.details},
                         {"line", limit.line},
                         {"column", limit.column}};
           })}};
}

Json baseline_json(const BaselineReview& baseline) {
  auto issue = [](const ReviewedIssue& reviewed) {
    Json json = {{"check", reviewed.check},
                 {"fingerprint", reviewed.fingerprint},
                 {"message", reviewed.message},
                 {"file", reviewed.file}};
    if (!reviewed.level.empty()) {
      json["level"] = reviewed.level;
      json["line"] = reviewed.line;
    }
    return json;
  };
  return {{"file", baseline.path},
          {"known", baseline.known},
          {"new", list_of(baseline.fresh, issue)},
          {"stale", list_of(baseline.stale, issue)}};
}

Json ledger_json(const LedgerReview& ledger) {
  return {{"file", ledger.path},
          {"entries", ledger.entries},
          {"undecided", ledger.undecided},
          {"differences", list_of(ledger.notes, [](const LedgerNote& note) {
             return Json{{"kind", note.kind},
                         {"message", note.message},
                         {"ledger_line", note.line},
                         {"file", note.file},
                         {"line", note.source_line}};
           })}};
}

Json verdict_json(const Verdict& verdict, const Review& review) {
  Json json = {{"pass", verdict.pass}, {"reasons", verdict.reasons}, {"not_seen", verdict.not_seen}};
  json["budget"] = review.budget ? budget_json(*review.budget) : Json(nullptr);
  json["baseline"] = review.baseline ? baseline_json(*review.baseline) : Json(nullptr);
  json["ledger"] = review.ledger ? ledger_json(*review.ledger) : Json(nullptr);
  return json;
}

Json lock_costs_json(const Report& report) {
  const LockCosts& costs = report.lock_costs;
  std::vector<std::string> dearest;
  for (std::size_t i = 0; i < std::min(kDearest, costs.dearest.size()); ++i)
    dearest.push_back(report.locks[costs.dearest[i]].id);
  return {{"acquisition_ns", costs.each.acquisition},
          {"transfer_ns", costs.each.transfer},
          {"measured", costs.measured},
          {"thread_time_ns", costs.thread_time},
          {"dearest", dearest}};
}

Json run_json(const Run& run) {
  return {{"label", run.label},
          {"configuration", run.configuration},
          {"command", run.command},
          {"threads", run.threads},
          {"threads_seen", run.threads_seen},
          {"duration_ns", run.duration},
          {"thread_time_ns", run.thread_time},
          {"ended", run.ended},
          {"recording", run.recording},
          {"acquisitions", run.acquisitions},
          {"records", run.records},
          {"drops", run.drops},
          {"torn", run.torn},
          {"missing_threads", run.missing_threads},
          {"lock_waits_given_up", run.given_up},
          {"overhead_ratio", or_null(run.overhead)},
          {"bare_ns", or_null(run.bare)},
          {"pid", run.pid},
          {"directory", run.directory}};
}

Json site_json(const SiteUse& site) {
  Json json = place_json(site.place);
  json["mode"] = site.mode;
  json["acquisitions"] = site.acquisitions;
  json["contended"] = site.contended;
  json["wait_ns"] = site.wait;
  json["caused_wait_ns"] = site.caused_wait;
  return json;
}

Json blame_json(const Blame& cell) {
  return {{"waiter", place_json(cell.waiter)},
          {"holder", place_json(cell.holder)},
          {"count", cell.count},
          {"wait_ns", cell.wait}};
}

Json run_share_json(const RunShare& share) {
  return {{"run", share.run},
          {"acquisitions", share.acquisitions},
          {"contended", share.contended},
          {"wait_ns", share.wait}};
}

Json instance_json(const InstanceUse& use) {
  return {{"instance", use.instance}, {"run", use.run}, {"contended", use.contended}, {"wait_ns", use.wait}};
}

Json course_json(const WaitCourse& course) {
  return {{"run", course.run}, {"wait_ns", course.waits}};
}

Json cost_json(const LockCost& cost) {
  return {
      {"total", cost.total()}, {"waits", cost.waits}, {"operations", cost.operations}, {"transfers", cost.transfers}};
}

Json lock_json(const LockUse& lock, Rooms& rooms) {
  return {{"id", lock.id},
          {"name", lock.name},
          {"class", lock.static_class.empty() ? Json(nullptr) : Json(lock.static_class)},
          {"kind", lock.kind},
          {"file", lock.place.file},
          {"line", lock.place.line},
          {"instances", lock.instances},
          {"acquisitions", lock.acquisitions},
          {"contended", lock.contended},
          {"wait_ns",
           {{"total", lock.wait.total},
            {"p50", or_null(lock.wait.p50)},
            {"p99", or_null(lock.wait.p99)},
            {"max", or_null(lock.wait.max)}}},
          {"hold_ns",
           {{"mean", or_null(lock.hold.mean)},
            {"p50", or_null(lock.hold.p50)},
            {"p99", or_null(lock.hold.p99)},
            {"max", or_null(lock.hold.max)},
            {"error", or_null(lock.hold.error)},
            {"samples", lock.hold.samples}}},
          {"cost_ns", cost_json(lock.cost)},
          {"unattributed_wait_ns", lock.unattributed_wait},
          {"sites", list_of(rooms.places.take(lock.sites), site_json)},
          {"blame", list_of(rooms.places.take(lock.blame), blame_json)},
          {"per_run", list_of(lock.per_run, run_share_json)},
          {"by_instance", list_of(rooms.instances.take(lock.by_instance), instance_json)},
          {"course", list_of(lock.course, course_json)}};
}

Json edge_json(const OrderEdge& edge) {
  return {{"before", edge.before},     {"after", edge.after},
          {"static", edge.is_static},  {"dynamic", edge.dynamic},
          {"declared", edge.declared}, {"needs_declaration", edge.needs_declaration},
          {"count", edge.count},       {"sites", list_of(edge.sites, place_json)}};
}

Json step_json(const TraceStep& step) {
  return {{"file", step.place.file}, {"line", step.place.line}, {"message", step.message}, {"held", step.held}};
}

Json cycle_json(const OrderCycle& cycle) {
  return {{"locks", cycle.locks},
          {"status", status_name(cycle.status)},
          {"threads", list_of(cycle.threads, [](const CycleThread& thread) {
             return Json{{"name", thread.name}, {"trace", list_of(thread.trace, step_json)}};
           })}};
}

// Those of the locks in cycles first.
std::vector<OrderEdge> edges_by_interest(const LockOrder& order) {
  std::set<std::string> in_cycle;
  for (const OrderCycle& cycle : order.cycles)
    in_cycle.insert(cycle.locks.begin(), cycle.locks.end());
  std::vector<OrderEdge> edges;
  for (bool wanted : {true, false})
    std::copy_if(order.edges.begin(), order.edges.end(), std::back_inserter(edges), [&](const OrderEdge& edge) {
      return (in_cycle.contains(edge.before) || in_cycle.contains(edge.after)) == wanted;
    });
  return edges;
}

Json order_json(const LockOrder& order, const std::vector<OrderEdge>& edges, Rooms& rooms) {
  return {{"edges", list_of(rooms.pairs.take(edges), edge_json)},
          {"cycles", list_of(order.cycles, cycle_json)},
          {"coverage",
           {{"static_pairs", order.static_pairs}, {"exercised", order.exercised}, {"unpredicted", order.unpredicted}}},
          {"filtered",
           {{"one_thread", order.one_thread},
            {"gate_lock", order.gate_lock},
            {"thread_order", order.thread_order},
            {"readers", order.readers}}}};
}

Json times_json(const std::vector<MeasuredTime>& times) {
  return list_of(times, [](const MeasuredTime& time) {
    return Json{{"threads", time.threads}, {"time_ns", time.time}, {"runs", time.runs}};
  });
}

Json predicted_json(const PredictedTime& time) {
  return {{"threads", time.threads},
          {"time_ns", time.time},
          {"low_ns", time.low},
          {"high_ns", time.high},
          {"limit", {{"kind", time.limit}, {"lock", time.lock.empty() ? Json(nullptr) : Json(time.lock)}}},
          {"waiting", time.waiting},
          {"idle", time.idle}};
}

Json what_if_json(const WhatIf& what) {
  return {{"lock", what.lock},          {"change", what.change},
          {"detail", what.detail},      {"ways", what.ways ? Json(what.ways) : Json(nullptr)},
          {"skew", or_null(what.skew)}, {"threads", what.threads},
          {"time_ns", what.time},       {"gain", what.gain}};
}

Json prediction_json(const Prediction& prediction) {
  return {{"configuration", prediction.configuration},
          {"run", prediction.run},
          {"recorded_ns", prediction.recorded},
          {"replayed_ns", prediction.replayed},
          {"hand_off_ns", prediction.hand_off},
          {"predicted", list_of(prediction.predicted, predicted_json)},
          {"what_if", list_of(prediction.what_if, what_if_json)}};
}

// `predicted` and `what_if` are the first prediction's: of the configuration with the most measured counts that has a
// timeline.
Json scaling_json(const Report& report) {
  Json fit = nullptr;
  if (report.fit)
    fit = {{"law", "usl"}, {"contention", report.fit->contention}, {"coherency", report.fit->coherency}};
  Json predictions = list_of(report.predictions, prediction_json);
  return {{"measured", times_json(report.measured)},
          {"series", list_of(report.series,
                             [](const ScalingSeries& series) {
                               return Json{{"configuration", series.configuration},
                                           {"measured", times_json(series.measured)}};
                             })},
          {"predicted", predictions.empty() ? Json::array() : predictions[0]["predicted"]},
          {"fit", fit},
          {"what_if", predictions.empty() ? Json::array() : predictions[0]["what_if"]},
          {"predictions", predictions},
          {"warnings", report.scaling_warnings}};
}

// The entry as the checker wrote it, plus what the recording says about it.
Json extended(const std::string& text, const std::string& dynamic) {
  Json json = Json::parse(text);
  json["dynamic"] = dynamic;
  return json;
}

Json state_json(const StateEntry& entry) {
  Json json = extended(entry.state.json, entry.dynamic);
  if (entry.decision)
    json["ledger"] = {{"decision", entry.decision->decision},     {"guard", entry.decision->guard},
                      {"owner", entry.decision->owner},           {"why", entry.decision->why},
                      {"invariants", entry.decision->invariants}, {"line", entry.decision->line}};
  if (entry.use.accesses == 0)
    return json;
  auto access_json = [](const WatchedAccess& access) {
    Json each = place_json(access.place);
    each["access"] = access.access;
    each["atomic"] = access.is_atomic;
    each["thread"] = access.thread;
    each["held"] = access.held;
    return each;
  };
  json["watched"] = {{"threads", entry.use.threads},
                     {"sites", entry.use.sites},
                     {"accesses", entry.use.accesses},
                     {"guards", entry.use.guards},
                     {"race", list_of(entry.use.race, access_json)},
                     {"parallel", list_of(entry.use.parallel, access_json)}};
  return json;
}

Json resolution_json(const Resolution& resolution, Rooms& rooms) {
  return {{"sites", resolution.sites},
          {"resolved", resolution.resolved},
          {"outside", resolution.outside},
          {"by",
           {{"name_and_site", resolution.by_name_and_site},
            {"name", resolution.by_name},
            {"site", resolution.by_site},
            {"class", resolution.by_class},
            {"instance", resolution.by_instance}}},
          {"unresolved", list_of(rooms.unresolved.take(resolution.unresolved), [](const UnresolvedSite& site) {
             Json json = place_json(site.place);
             json["lock"] = site.lock;
             json["reason"] = site.reason;
             json["outside"] = site.outside;
             json["acquisitions"] = site.acquisitions;
             return json;
           })}};
}

Json recorder_json(const RecorderFacts& facts) {
  return {{"bytes", facts.bytes},
          {"acquisitions", facts.acquisitions},
          {"records", facts.records},
          {"drops", facts.drops},
          {"sample_period", facts.sample_period},
          {"sampling_error", or_null(facts.sampling_error)}};
}

} // namespace

const char* status_name(CycleStatus status) {
  switch (status) {
  case CycleStatus::kObserved:
    return "observed";
  case CycleStatus::kPossible:
    return "possible";
  case CycleStatus::kStaticOnly:
    return "static_only";
  }
  return "";
}

namespace {

Json document(const Report& report, const std::vector<OrderEdge>& edges, Rooms& rooms) {
  auto lock = [&](const LockUse& use) { return lock_json(use, rooms); };
  Json json;
  json["schema"] = kReportSchema;
  json["version"] = kReportVersion;
  json["verdict"] = verdict_json(report.verdict, report.review);
  json["runs"] = list_of(report.runs, run_json);
  json["locks"] = list_of(rooms.locks.take(report.locks), lock);
  json["lock_costs"] = lock_costs_json(report);
  json["wait_objects"] = list_of(rooms.wait_objects.take(report.wait_objects), lock);
  json["lock_order"] = order_json(report.lock_order, edges, rooms);
  json["scaling"] = scaling_json(report);
  json["shared_state"] = list_of(report.shared_state, state_json);
  json["findings"] = list_of(report.findings, [&](const FindingEntry& entry) {
    Json finding = extended(entry.finding.json, entry.dynamic);
    if (report.review.baseline)
      finding["baseline"] = entry.is_known ? "known" : "new";
    return finding;
  });
  json["resolution"] = resolution_json(report.resolution, rooms);
  json["recorder"] = recorder_json(report.recorder);
  json["recorder"]["empty_traces"] = report.empty_traces;
  json["analysis"] = {
      {"findings", report.findings_path},       {"units", report.units},   {"units_failed", report.units_failed},
      {"functions", or_null(report.functions)}, {"checks", report.checks}, {"locks", report.static_locks}};
  json["notes"] = report.notes;
  return json;
}

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string to_json(const Report& report, int indent) {
  const Room kAll(std::numeric_limits<std::size_t>::max());
  Rooms rooms{kAll, kAll, kAll, kAll, kAll, kAll};
  return text_of(document(report, report.lock_order.edges, rooms), indent);
}

PageData page_data(const Report& report) {
  Rooms rooms{Room(kPageLocks),     Room(kPageLocks),  Room(kPagePairs),
              Room(kPageInstances), Room(kPagePlaces), Room(kPageSites)};
  Json json = document(report, edges_by_interest(report.lock_order), rooms);
  PageData data;
  auto count = [&](const Room& room, const char* what) {
    if (room.left_out() != 0)
      data.left_out.push_back(count_text(room.left_out()) + " " + what);
  };
  count(rooms.locks, "locks");
  count(rooms.wait_objects, "wait objects");
  count(rooms.pairs, "lock pairs");
  count(rooms.instances, "instances of locks");
  count(rooms.places, "places of locks");
  count(rooms.unresolved, "unresolved sites");
  if (!data.left_out.empty()) {
    Ns wait = 0;
    for (std::size_t i = kPageLocks; i < report.locks.size(); ++i)
      wait += report.locks[i].wait.total;
    json["left_out"] = {{"lock_wait_ns", wait}, {"pairs", rooms.pairs.left_out()}};
  }
  data.json = text_of(json, -1);
  return data;
}

} // namespace paraudit::reports
