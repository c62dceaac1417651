#include "reports/export/text_forms.h"

#include <algorithm>
#include <set>

#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : clean_text(text)) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return out;
}

std::string seconds(Ns ns) {
  std::string digits = std::to_string(ns % 1000000000);
  return std::to_string(ns / 1000000000) + "." + std::string(9 - digits.size(), '0') + digits;
}

std::string edge_style(const OrderEdge& edge, const std::set<std::pair<std::string, std::string>>& cyclic) {
  std::string style = edge.dynamic ? "solid" : "dashed";
  std::string label = edge.declared ? "declared" : "";
  if (!edge.is_static)
    label += label.empty() ? "recorded only" : ", recorded only";
  std::string text = " [style=" + style;
  if (!label.empty())
    text += ", label=\"" + label + "\"";
  if (cyclic.contains({edge.before, edge.after}))
    text += ", color=red, penwidth=2";
  return text + "];\n";
}

class Metrics {
 public:
  void family(const char* name, const char* type, const char* unit, const char* help) {
    name_ = std::string("paraudit_") + name;
    text_ += "# TYPE " + name_ + " " + type + "\n";
    if (*unit)
      text_ += "# UNIT " + name_ + " " + unit + "\n";
    text_ += "# HELP " + name_ + " " + help + "\n";
    is_counter_ = std::string(type) == "counter";
  }
  void sample(const std::string& labels, const std::string& value) {
    text_ += name_ + (is_counter_ ? "_total" : "") + (labels.empty() ? "" : "{" + labels + "}") + " " + value + "\n";
  }
  std::string take() { return std::move(text_) + "# EOF\n"; }

 private:
  std::string text_, name_;
  bool is_counter_ = false;
};

std::string lock_label(const LockUse& lock) {
  return "lock=\"" + escaped(lock.id) + "\",kind=\"" + escaped(lock.kind) + "\"";
}

} // namespace

std::string to_dot(const Report& report) {
  std::set<std::pair<std::string, std::string>> cyclic;
  for (const OrderCycle& cycle : report.lock_order.cycles)
    for (std::size_t i = 0; i < cycle.locks.size(); ++i)
      cyclic.insert({cycle.locks[i], cycle.locks[(i + 1) % cycle.locks.size()]});
  std::set<std::string> locks;
  for (const OrderEdge& edge : report.lock_order.edges) {
    locks.insert(edge.before);
    locks.insert(edge.after);
  }
  std::string text = "digraph lock_order {\n  node [shape=box];\n";
  for (const std::string& lock : locks)
    text += "  \"" + escaped(lock) + "\";\n";
  for (const OrderEdge& edge : report.lock_order.edges)
    text += "  \"" + escaped(edge.before) + "\" -> \"" + escaped(edge.after) + "\"" + edge_style(edge, cyclic);
  return text + "}\n";
}

std::string to_openmetrics(const Report& report) {
  Metrics out;
  auto each = [&](auto make) {
    std::set<std::string> seen; // a metric point may stand once
    for (const auto* list : {&report.locks, &report.wait_objects})
      for (const LockUse& lock : *list)
        if (seen.insert(lock_label(lock)).second)
          out.sample(lock_label(lock), make(lock));
  };
  out.family("lock_acquisitions", "counter", "", "Acquisitions of a lock class in the recorded runs.");
  each([](const LockUse& lock) { return std::to_string(lock.acquisitions); });
  out.family("lock_contended", "counter", "", "Acquisitions that had to wait.");
  each([](const LockUse& lock) { return std::to_string(lock.contended); });
  out.family("lock_wait_seconds", "counter", "seconds", "Time spent waiting for a lock class.");
  each([](const LockUse& lock) { return seconds(lock.wait.total); });
  out.family("run_duration_seconds", "gauge", "seconds", "Duration of a recorded run.");
  for (std::size_t i = 0; i < report.runs.size(); ++i)
    out.sample("run=\"" + std::to_string(i) + "\",configuration=\"" + escaped(report.runs[i].configuration) +
                   "\",threads=\"" + std::to_string(report.runs[i].threads) + "\"",
               seconds(report.runs[i].duration));
  out.family("lock_order_cycles", "gauge", "", "Lock-order cycles, by what is known of them.");
  std::size_t counts[3] = {};
  for (const OrderCycle& cycle : report.lock_order.cycles)
    ++counts[static_cast<std::size_t>(cycle.status)];
  for (const auto& [index, name] : {std::pair(0, "observed"), std::pair(1, "possible"), std::pair(2, "static_only")})
    out.sample(std::string("status=\"") + name + "\"", std::to_string(counts[index]));
  out.family("findings", "gauge", "", "Findings of the checker, by severity.");
  for (const char* severity : {"error", "warning", "remark"})
    out.sample(
        std::string("severity=\"") + severity + "\"",
        std::to_string(std::count_if(report.findings.begin(), report.findings.end(),
                                     [&](const FindingEntry& entry) { return entry.finding.severity == severity; })));
  out.family("recorder_dropped_records", "counter", "", "Records that the recorder dropped.");
  out.sample("", std::to_string(report.recorder.drops));
  return out.take();
}

} // namespace paraudit::reports
