#include "reports/reader/findings.h"

#include <algorithm>
#include <iterator>

#include "reports/reader/json_cursor.h"

namespace paraudit::reports {
namespace {

constexpr const char* kSchema = "paraudit.findings";
constexpr const char* kMajor = "1";

Place place_of(const JsonCursor& in) {
  return {in.text_or("file", ""), static_cast<std::uint32_t>(in.number_or("line", 0)),
          static_cast<std::uint32_t>(in.number_or("column", 0))};
}

std::string json_text(const JsonCursor& in) {
  return in.value().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

StaticAcquisition acquisition_of(const JsonCursor& in) {
  StaticAcquisition out;
  out.file = in.text("file");
  out.line = static_cast<std::uint32_t>(in.number_or("line", 0));
  out.column = static_cast<std::uint32_t>(in.number_or("column", 0));
  out.function = in.text_or("function", "");
  out.mode = in.text_or("mode", "exclusive");
  out.is_try = in.flag_or("try", false);
  if (in.has("via") && !in.value()["via"].is_null())
    out.via = place_of(in.member("via"));
  if (in.has("columns")) {
    JsonCursor columns = in.member("columns");
    for (const char* kind : {"source_location", "debug", "gcc"})
      if (columns.has(kind))
        out.columns[kind] = static_cast<std::uint32_t>(columns.number_or(kind, 0));
  }
  return out;
}

StaticLock lock_of(const JsonCursor& in) {
  StaticLock lock;
  lock.id = in.text("id");
  lock.name = in.text_or("name", lock.id);
  lock.kind = in.text_or("kind", "");
  lock.place = place_of(in);
  for (const JsonCursor& item : in.items("acquisitions"))
    lock.acquisitions.push_back(acquisition_of(item));
  return lock;
}

StaticEdge edge_of(const JsonCursor& in) {
  StaticEdge edge;
  edge.before = in.text("before");
  edge.after = in.text("after");
  edge.declared = in.flag_or("declared", false);
  for (const JsonCursor& site : in.items("sites"))
    edge.sites.push_back(place_of(site));
  return edge;
}

StaticAccess access_of(const JsonCursor& in) {
  StaticAccess access;
  access.function = in.text_or("function", "");
  access.place = place_of(in);
  std::string kind = in.text_or("access", "read");
  access.is_write = kind == "write" || kind == "read-write" || kind == "mutate";
  access.is_atomic = in.flag_or("atomic", false);
  access.is_parallel = in.flag_or("parallel", true);
  access.held = in.texts("held");
  return access;
}

TraceStep step_of(const JsonCursor& in) {
  TraceStep step;
  if (in.has("thread"))
    step.thread = in.value()["thread"].is_string() ? in.text("thread") : in.value()["thread"].dump();
  step.message = in.text_or("message", "");
  step.place = place_of(in);
  step.held = in.texts("held");
  return step;
}

constexpr const char* kSeverities[] = {"error", "warning", "remark"};

std::string severity_of(const JsonCursor& in) {
  std::string severity = in.text_or("severity", "warning");
  if (std::find(std::begin(kSeverities), std::end(kSeverities), severity) == std::end(kSeverities))
    in.fail("has the severity \"" + severity + "\"; one of: error, warning, remark");
  return severity;
}

void check_schema(const JsonCursor& root) {
  if (!root.value().is_object())
    root.fail(std::string("expected an object, found ") + root.value().type_name());
  std::string schema = root.text("schema");
  if (schema != kSchema)
    root.fail("is a \"" + schema + "\" document, not \"" + kSchema +
              "\": give the file that paraudit check "
              "--format=json wrote");
  std::string version = root.text("version");
  if (version.substr(0, version.find('.')) != kMajor)
    root.fail("has version " + version + ", this program reads " + kMajor +
              ".x: use the paraudit check of the same release");
}

void read_order(const JsonCursor& root, Findings& findings) {
  if (!root.has("lock_order"))
    return;
  JsonCursor order = root.member("lock_order");
  for (const JsonCursor& edge : order.items("edges"))
    findings.edges.push_back(edge_of(edge));
  for (const JsonCursor& cycle : order.items("cycles"))
    findings.cycles.push_back({cycle.texts("locks")});
}

} // namespace

SharedState parse_state(const JsonCursor& in) {
  SharedState state;
  state.id = in.text("id");
  state.name = in.text_or("name", state.id);
  state.kind = in.text_or("kind", "");
  state.type = in.text_or("type", "");
  state.place = place_of(in);
  if (in.has("synchronization") && in.value()["synchronization"].is_object()) {
    JsonCursor synchronization = in.member("synchronization");
    state.synchronization = synchronization.text_or("kind", "");
    state.guard = synchronization.text_or("guard", "");
  }
  state.category = in.text_or("category", "");
  state.remedy = in.text_or("remedy", "");
  state.reachable_from_parallel = in.flag_or("reachable_from_parallel", false);
  state.reads = in.number_or("reads", 0);
  state.writes = in.number_or("writes", 0);
  for (const JsonCursor& access : in.items("accessors"))
    state.accesses.push_back(access_of(access));
  state.json = json_text(in);
  return state;
}

Finding parse_finding(const JsonCursor& in) {
  Finding finding;
  finding.fingerprint = in.text_or("fingerprint", "");
  finding.check = in.text("check");
  finding.severity = severity_of(in);
  finding.message = in.text("message");
  finding.function = in.text_or("function", "");
  finding.place = place_of(in);
  for (const JsonCursor& step : in.items("trace"))
    finding.trace.push_back(step_of(step));
  for (const JsonCursor& place : in.items("related"))
    finding.related.push_back({place_of(place), place.text_or("message", "")});
  finding.json = json_text(in);
  return finding;
}

Findings read_findings(const std::string& path) {
  nlohmann::json document = parse_json_file(path);
  JsonCursor root(path, document);
  check_schema(root);
  Findings findings;
  findings.path = path;
  findings.root = root.text_or("root", "");
  if (root.has("analysis")) {
    JsonCursor analysis = root.member("analysis");
    findings.units = analysis.number_or("units", 0);
    findings.units_failed = analysis.number_or("units_failed", 0);
    findings.unresolved_calls = analysis.number_or("unresolved_calls", 0);
    if (analysis.has("functions"))
      findings.functions = analysis.number_or("functions", 0);
    findings.checks = analysis.texts("checks");
  }
  for (const JsonCursor& item : root.items("locks"))
    findings.locks.push_back(lock_of(item));
  for (const JsonCursor& item : root.items("shared_state"))
    findings.shared_state.push_back(parse_state(item));
  if (!root.has("findings"))
    root.fail("has no list of findings: give the file that paraudit check --format=json wrote");
  for (const JsonCursor& item : root.items("findings"))
    findings.findings.push_back(parse_finding(item));
  read_order(root, findings);
  return findings;
}

} // namespace paraudit::reports
