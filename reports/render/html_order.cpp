#include <algorithm>
#include <map>

#include "reports/analysis/verdict.h"
#include "reports/render/html_sections.h"
#include "reports/render/json.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxEdges = 1500, kMaxSites = 3;

std::string status_text(CycleStatus status) {
  switch (status) {
  case CycleStatus::kObserved:
    return "observed in both orders";
  case CycleStatus::kPossible:
    return "possible: partly recorded";
  case CycleStatus::kStaticOnly:
    return "static only: never exercised";
  }
  return {};
}

void write_cycle(const OrderCycle& cycle, std::size_t ordinal, HtmlWriter& out) {
  std::string name = "cycle-" + std::to_string(ordinal);
  out.raw("<section class=\"cycle " + std::string(status_name(cycle.status)) + "\" id=\"" + name + "\">\n<h4>");
  for (std::size_t i = 0; i < cycle.locks.size(); ++i)
    out.raw("<code>").text(cycle.locks[i]).raw("</code> → ");
  if (!cycle.locks.empty())
    out.raw("<code>").text(cycle.locks[0]).raw("</code>");
  out.raw(" <span class=\"status\">").text(status_text(cycle.status)).raw("</span></h4>\n");
  for (const CycleThread& thread : cycle.threads) {
    out.raw("<p class=\"thread\">").text(thread.name).raw("</p>\n<ol>\n");
    for (const TraceStep& step : thread.trace)
      out.raw("<li><code>")
          .text(place_text(step.place.file, step.place.line))
          .raw("</code> ")
          .text(step.message)
          .raw("</li>\n");
    out.raw("</ol>\n");
  }
  out.raw("</section>\n");
}

void write_filtered(const LockOrder& order, HtmlWriter& out) {
  std::vector<std::string> reasons;
  auto add = [&](std::uint64_t count, const char* why) {
    if (count)
      reasons.push_back(counted(count, "cycle") + why);
  };
  add(order.one_thread, " of one thread alone");
  add(order.gate_lock, " under a common gate lock");
  add(order.thread_order, " of threads that never ran at the same time");
  add(order.readers, " of readers that do not exclude each other");
  if (reasons.empty())
    return;
  out.paragraph("Recorded, but no deadlock:");
  out.list(reasons);
}

void write_edges(const LockOrder& order, HtmlWriter& out) {
  out.begin_table(
      "Lock pairs: the first is held while the second is acquired",
      {{"Held"}, {"Acquired"}, {"Declared"}, {"By the checker"}, {"At run time"}, {"Chains", true}, {"Where"}});
  for (std::size_t i = 0; i < std::min(order.edges.size(), kMaxEdges); ++i) {
    const OrderEdge& edge = order.edges[i];
    out.begin_row();
    out.code_cell(edge.before);
    out.code_cell(edge.after);
    out.cell(edge.declared ? "declared" : "not declared");
    out.cell(edge.is_static ? "predicted" : "not predicted");
    out.cell(edge.dynamic ? "exercised" : "never exercised");
    out.number_cell(count_text(edge.count), edge.count);
    std::string places;
    for (std::size_t site = 0; site < std::min(edge.sites.size(), kMaxSites); ++site)
      places += (site ? ", " : "") + place_text(edge.sites[site].file, edge.sites[site].line);
    if (edge.sites.size() > kMaxSites)
      places += " and " + std::to_string(edge.sites.size() - kMaxSites) + " more";
    out.code_cell(places);
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxEdges, order.edges.size(), "pairs");
}

} // namespace

void write_order(const Report& report, HtmlWriter& out) {
  const LockOrder& order = report.lock_order;
  out.raw("<section id=\"order\">\n");
  out.heading(2, "Lock order and deadlock potential");
  if (order.static_pairs)
    out.paragraph(std::to_string(order.exercised) + " of " + counted(order.static_pairs, "pair") +
                  " that the checker predicted were exercised (" + share_text(order.exercised, order.static_pairs) +
                  "); " + counted(order.unpredicted, "pair") + " exercised that it did not predict.");
  out.heading(3, "Cycles");
  if (order.cycles.empty())
    out.paragraph("No cycle that could deadlock.");
  for (std::size_t i = 0; i < order.cycles.size(); ++i)
    write_cycle(order.cycles[i], i + 1, out);
  write_filtered(order, out);
  out.heading(3, "Pairs");
  if (order.edges.empty())
    out.paragraph("No lock was acquired while another was held.");
  else
    write_edges(order, out);
  out.raw("</section>\n");
}

void write_resolution(const Report& report, HtmlWriter& out) {
  const Resolution& resolution = report.resolution;
  if (resolution.sites == 0)
    return;
  out.raw("<section id=\"resolution\">\n");
  out.heading(2, "Recorded sites and the checker's locks");
  out.paragraph(count_text(resolution.resolved) + " of " + counted(resolution.audited(), "recorded acquisition site") +
                " (" + share_text(resolution.resolved, resolution.audited()) +
                ") resolve to one static lock class: " + std::to_string(resolution.by_name_and_site) +
                " by the class's name and the place, " + std::to_string(resolution.by_name) + " by the name alone, " +
                std::to_string(resolution.by_site) + " by the place alone, " + std::to_string(resolution.by_class) +
                " by other sites of the class, " + std::to_string(resolution.by_instance) + " by the instance. " +
                counted(resolution.outside, "further site") +
                " in libraries without line information, which no audit covers.");
  if (!resolution.unresolved.empty() && !report.findings_path.empty()) {
    out.begin_table("Sites that do not resolve", {{"Place"}, {"Function"}, {"Lock"}, {"Why"}, {"Acquired", true}});
    for (std::size_t i = 0; i < std::min(resolution.unresolved.size(), kMaxEdges); ++i) {
      const UnresolvedSite& site = resolution.unresolved[i];
      out.begin_row();
      out.code_cell(place_text(site.place.file, site.place.line));
      out.cell(site.place.function);
      out.cell(site.lock);
      out.cell(site.reason);
      out.number_cell(count_text(site.acquisitions), site.acquisitions);
      out.end_row();
    }
    out.end_table();
    out.dropped(kMaxEdges, resolution.unresolved.size(), "sites");
  }
  out.raw("</section>\n");
}

void write_runs(const Report& report, HtmlWriter& out) {
  if (report.runs.empty())
    return;
  out.raw("<section id=\"runs\">\n");
  out.heading(2, "Runs, and the recorder's own cost");
  out.begin_table("Recorded runs", {{"Run"},
                                    {"Threads", true},
                                    {"Time", true},
                                    {"Recording"},
                                    {"Acquisitions", true},
                                    {"Records", true},
                                    {"Dropped", true},
                                    {"Recorder", true},
                                    {"Without it", true},
                                    {"Ended"},
                                    {"Command"}});
  for (const Run& run : report.runs) {
    out.begin_row();
    out.cell(run.label);
    out.number_cell(std::to_string(run.threads), run.threads);
    out.duration_cell(run.duration);
    out.cell(run.recording);
    out.number_cell(count_text(run.acquisitions), run.acquisitions);
    out.number_cell(count_text(run.records), run.records);
    out.number_cell(count_text(run.drops), run.drops);
    if (run.overhead)
      out.number_cell(share_text(*run.overhead), static_cast<std::uint64_t>(*run.overhead * 1e9));
    else
      out.cell("-");
    out.duration_cell(run.bare);
    out.cell(run.ended ? "by itself" : "killed, _exit() or still running");
    std::string command;
    for (const std::string& word : run.command)
      command += (command.empty() ? "" : " ") + word;
    out.code_cell(command);
    out.end_row();
  }
  out.end_table();
  const RecorderFacts& facts = report.recorder;
  std::string cost = "Traces: " + count_text(facts.bytes) + " bytes, " + count_text(facts.drops) + " records dropped.";
  if (facts.sample_period)
    cost += " One hold in " + std::to_string(facts.sample_period) + " is timed.";
  if (facts.sampling_error)
    cost += " The mean hold of the lock with most samples is exact to " + share_text(*facts.sampling_error) + ".";
  out.paragraph(
      cost + " Recorder: by how much longer the command took than without it, where that was measured (paraudit record "
             "--calibrate); else its share of the threads' time, estimated from the counts of events.");
  out.raw("</section>\n");
}

} // namespace paraudit::reports
