#include <algorithm>
#include <map>

#include "reports/analysis/verdict.h"
#include "reports/render/html_sections.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxRows = 500, kMinDetails = 12, kMaxDetails = 60, kMaxSites = 40, kMaxRuns = 40;

/// How many of the first are told in detail: those that make up all but a thousandth of the waiting.
std::size_t detailed(const std::vector<LockUse>& uses) {
  std::uint64_t all = 0, told = 0;
  for (const LockUse& use : uses)
    all += use.wait.total;
  std::size_t count = 0, limit = std::min(uses.size(), kMaxDetails);
  while (count < limit && (count < kMinDetails || told + all / 1000 < all))
    told += uses[count++].wait.total;
  return count;
}

std::string hold_text(const HoldTimes& hold) {
  if (!hold.mean)
    return "-";
  return duration_text(*hold.mean) + (hold.error ? " ± " + duration_text(*hold.error) : "");
}

enum class Use { kLock, kOther };

void write_use_row(const LockUse& use, Use object_is, bool in_detail, HtmlWriter& out) {
  std::string id = element_id("lock-", use.id);
  out.begin_row(in_detail ? "" : id);
  if (in_detail)
    out.link_cell(id, use.name);
  else
    out.cell(use.name);
  out.cell(use.kind);
  out.number_cell(count_text(use.acquisitions), use.acquisitions);
  out.number_cell(count_text(use.contended), use.contended);
  double share =
      use.acquisitions ? 1e9 * static_cast<double>(use.contended) / static_cast<double>(use.acquisitions) : 0;
  out.number_cell(share_text(use.contended, use.acquisitions), static_cast<std::uint64_t>(share));
  out.duration_cell(use.wait.total);
  out.duration_cell(use.wait.p50);
  out.duration_cell(use.wait.p99);
  out.duration_cell(use.wait.max);
  if (object_is == Use::kLock)
    out.duration_cell(use.cost.total());
  out.number_cell(hold_text(use.hold), use.hold.mean.value_or(0));
  out.duration_cell(use.hold.p99);
  out.number_cell(count_text(use.instances), use.instances);
  out.end_row();
}

void write_sites(const LockUse& use, HtmlWriter& out) {
  out.begin_table("Where " + use.name + " is acquired", {{"Place"},
                                                         {"Function"},
                                                         {"Mode"},
                                                         {"Acquired", true},
                                                         {"Contended", true},
                                                         {"Waited here", true},
                                                         {"Made others wait", true}});
  for (std::size_t i = 0; i < std::min(use.sites.size(), kMaxSites); ++i) {
    const SiteUse& site = use.sites[i];
    out.begin_row();
    out.code_cell(place_text(site.place.file, site.place.line));
    out.cell(site.place.function);
    out.cell(site.mode);
    out.number_cell(count_text(site.acquisitions), site.acquisitions);
    out.number_cell(count_text(site.contended), site.contended);
    out.duration_cell(site.wait);
    out.duration_cell(site.caused_wait);
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxSites, use.sites.size(), "sites");
}

void write_blame(const LockUse& use, HtmlWriter& out) {
  if (use.blame.empty())
    return;
  out.begin_table(
      "Who held " + use.name + " while who waited",
      {{"Waiter"}, {"Waiting function"}, {"Holder"}, {"Holding function"}, {"Hand-overs", true}, {"Waited", true}});
  for (std::size_t i = 0; i < std::min(use.blame.size(), kMaxSites); ++i) {
    const Blame& cell = use.blame[i];
    out.begin_row();
    out.code_cell(place_text(cell.waiter.file, cell.waiter.line));
    out.cell(cell.waiter.function);
    out.code_cell(place_text(cell.holder.file, cell.holder.line));
    out.cell(cell.holder.function);
    out.number_cell(count_text(cell.count), cell.count);
    out.duration_cell(cell.wait);
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxSites, use.blame.size(), "pairs");
  if (use.unattributed_wait)
    out.paragraph(duration_text(use.unattributed_wait) +
                  " of waiting could not be blamed: no record of a release fits.");
}

struct RunKind {
  std::string label;
  std::uint32_t threads = 0;
  std::vector<const RunShare*> runs; // in the report's order
};

// By what the runs are called; those of one command at one thread count are called the same.
std::vector<RunKind> kinds_of(const LockUse& use, const Report& report) {
  std::vector<RunKind> kinds;
  std::map<std::string, std::size_t> known;
  for (const RunShare& share : use.per_run) {
    const Run& run = report.runs[share.run];
    auto [at, added] = known.try_emplace(run.label, kinds.size());
    if (added)
      kinds.push_back({run.label, run.threads, {}});
    kinds[at->second].runs.push_back(&share);
  }
  return kinds;
}

std::uint64_t median(const std::vector<const RunShare*>& runs, std::uint64_t RunShare::* figure) {
  std::vector<std::uint64_t> values;
  for (const RunShare* share : runs)
    values.push_back(share->*figure);
  auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Several runs lie folded beneath their name.
void write_run_names(const RunKind& kind, HtmlWriter& out) {
  if (kind.runs.size() == 1)
    return out.cell(kind.label);
  out.raw("<td><details><summary>")
      .text(kind.label + ", " + counted(kind.runs.size(), "run"))
      .raw("</summary>\n<ol>\n");
  for (std::size_t i = 0; i < std::min(kind.runs.size(), kMaxRuns); ++i) {
    const RunShare& share = *kind.runs[i];
    out.raw("<li>")
        .text(count_text(share.acquisitions) + " acquired, " + count_text(share.contended) + " contended, " +
              duration_text(share.wait) + " waited")
        .raw("</li>\n");
  }
  out.raw("</ol>");
  out.dropped(kMaxRuns, kind.runs.size(), "runs");
  out.raw("</details></td>");
}

void write_per_run(const LockUse& use, const Report& report, HtmlWriter& out) {
  if (use.per_run.size() < 2)
    return;
  std::vector<RunKind> kinds = kinds_of(use, report);
  bool folded = kinds.size() < use.per_run.size();
  out.begin_table(use.name + " in each run" + (folded ? "; where runs are folded their medians" : ""),
                  {{"Run"}, {"Threads", true}, {"Acquired", true}, {"Contended", true}, {"Waited", true}});
  for (const RunKind& kind : kinds) {
    std::uint64_t acquisitions = median(kind.runs, &RunShare::acquisitions),
                  contended = median(kind.runs, &RunShare::contended);
    out.begin_row();
    write_run_names(kind, out);
    out.number_cell(std::to_string(kind.threads), kind.threads);
    out.number_cell(count_text(acquisitions), acquisitions);
    out.number_cell(count_text(contended), contended);
    out.duration_cell(median(kind.runs, &RunShare::wait));
    out.end_row();
  }
  out.end_table();
}

void write_detail(const LockUse& use, const Report& report, SourceExcerpts& sources, HtmlWriter& out) {
  out.raw("<section class=\"lock\" id=\"").text(element_id("lock-", use.id)).raw("\">\n");
  out.heading(3, use.name);
  std::string what = use.kind;
  if (!use.place.file.empty())
    what += ", declared at " + place_text(use.place.file, use.place.line);
  if (use.static_class.empty())
    what += "; not resolved to a lock of the findings";
  out.paragraph(what);
  write_sites(use, out);
  write_blame(use, out);
  write_per_run(use, report, out);
  if (!use.blame.empty()) {
    write_excerpt(use.blame[0].holder.file, use.blame[0].holder.line, sources, out);
    if (use.blame[0].waiter != use.blame[0].holder)
      write_excerpt(use.blame[0].waiter.file, use.blame[0].waiter.line, sources, out);
  } else if (!use.sites.empty()) {
    write_excerpt(use.sites[0].place.file, use.sites[0].place.line, sources, out);
  }
  out.raw("</section>\n");
}

// What the locks that have no row come to.
void write_rest(const std::vector<LockUse>& uses, HtmlWriter& out) {
  if (uses.size() <= kMaxRows)
    return;
  std::uint64_t acquisitions = 0, contended = 0;
  Ns wait = 0;
  for (std::size_t i = kMaxRows; i < uses.size(); ++i) {
    acquisitions += uses[i].acquisitions;
    contended += uses[i].contended;
    wait += uses[i].wait.total;
  }
  out.dropped(kMaxRows, uses.size(), "rows");
  out.paragraph("Together these were acquired " + count_text(acquisitions) + " times, contended " +
                count_text(contended) + " times and waited for " + duration_text(wait) + ".");
}

void write_uses(const std::vector<LockUse>& uses, Use objects_are, const std::string& caption, const Report& report,
                SourceExcerpts& sources, HtmlWriter& out) {
  std::vector<HtmlColumn> columns = {{"Name"},           {"Kind"},
                                     {"Acquired", true}, {"Contended", true},
                                     {"Share", true},    {"Wait total", true},
                                     {"Wait p50", true}, {"Wait p99", true},
                                     {"Wait max", true}};
  if (objects_are == Use::kLock)
    columns.push_back({"Cost", true});
  columns.insert(columns.end(), {{"Hold mean", true}, {"Hold p99", true}, {"Instances", true}});
  out.begin_table(caption, columns);
  std::size_t details = detailed(uses);
  for (std::size_t i = 0; i < std::min(uses.size(), kMaxRows); ++i)
    write_use_row(uses[i], objects_are, i < details, out);
  out.end_table();
  write_rest(uses, out);
  for (std::size_t i = 0; i < details; ++i)
    write_detail(uses[i], report, sources, out);
}

// Most locks are never waited for and cost all the same.
void write_costs(const Report& report, HtmlWriter& out) {
  constexpr std::size_t kDear = 10;
  const LockCosts& costs = report.lock_costs;
  if (costs.dearest.empty() || costs.thread_time == 0)
    return;
  out.raw("<section id=\"costs\">\n");
  out.heading(3, "What locks cost, waited for or not");
  out.paragraph("A lock costs its waits, its operations and its moves between cores: locking and unlocking takes " +
                duration_text(static_cast<Ns>(costs.each.acquisition)) + ", and " +
                duration_text(static_cast<Ns>(costs.each.transfer)) + " more where another thread had the lock: " +
                (costs.measured ? "measured on the recording machine" : "typical, for nothing was calibrated") +
                ". How often it moved is estimated from the threads' shares of its acquisitions.");
  out.begin_table("The dearest locks", {{"Name"},
                                        {"Share of the threads' time", true},
                                        {"Cost", true},
                                        {"Waits", true},
                                        {"Operations", true},
                                        {"Moves", true}});
  for (std::size_t i = 0; i < std::min(kDear, costs.dearest.size()); ++i) {
    const LockUse& lock = report.locks[costs.dearest[i]];
    double share = static_cast<double>(lock.cost.total()) / static_cast<double>(costs.thread_time);
    out.begin_row();
    out.cell(lock.name);
    out.number_cell(share_text(share), static_cast<std::uint64_t>(share * 1e9));
    out.duration_cell(lock.cost.total());
    out.duration_cell(lock.cost.waits);
    out.duration_cell(lock.cost.operations);
    out.duration_cell(lock.cost.transfers);
    out.end_row();
  }
  out.end_table();
  out.raw("</section>\n");
}

} // namespace

void write_locks(const Report& report, SourceExcerpts& sources, HtmlWriter& out) {
  out.raw("<section id=\"locks\">\n");
  out.heading(2, "Which locks cost what");
  if (report.locks.empty()) {
    out.paragraph(report.runs.empty() ? "No trace was given." : "No lock was acquired in the recorded runs.");
  } else {
    out.paragraph(
        "Counts are exact. Waits are of contended acquisitions; holds are a random sample, with the half width of "
        "the mean's 95 % confidence interval. Instances are those seen in records: a lower bound.");
    write_costs(report, out);
    write_uses(report.locks, Use::kLock, "Locks, most waited for first", report, sources, out);
  }
  out.raw("</section>\n");
}

void write_wait_objects(const Report& report, SourceExcerpts& sources, HtmlWriter& out) {
  if (report.wait_objects.empty())
    return;
  out.raw("<section id=\"wait-objects\">\n");
  out.heading(2, "What else was waited for");
  out.paragraph("Latches, joins, queries, condition variables and the like: the holder is who signalled.");
  write_uses(report.wait_objects, Use::kOther, "Wait objects, most waited for first", report, sources, out);
  out.raw("</section>\n");
}

} // namespace paraudit::reports
