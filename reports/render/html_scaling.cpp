#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "reports/render/html_sections.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxSeries = 20, kMaxChanges = 200;

void number(double value, const char* format, HtmlWriter& out) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  out.number_cell(text, static_cast<std::uint64_t>(std::max(value, 0.0) * 1000));
}

void write_series(const ScalingSeries& series, HtmlWriter& out) {
  out.begin_table("Time of " + series.configuration + " at each thread count",
                  {{"Threads", true}, {"Time (median)", true}, {"Speed-up", true}, {"Runs", true}});
  for (const MeasuredTime& time : series.measured) {
    out.begin_row();
    out.number_cell(std::to_string(time.threads), time.threads);
    out.duration_cell(time.time);
    number(time.time ? static_cast<double>(series.measured[0].time) / static_cast<double>(time.time) : 0, "%.2f", out);
    out.number_cell(std::to_string(time.runs), time.runs);
    out.end_row();
  }
  out.end_table();
}

void write_fit(const ScalingFit& fit, HtmlWriter& out) {
  char text[160];
  std::snprintf(text, sizeof text,
                "Universal Scalability Law fit of the first: %.1f %% of the work contends, coherency cost %.2f %% a "
                "pair of threads.",
                100 * fit.contention, 100 * fit.coherency);
  out.paragraph(text);
}

void write_predicted(const Prediction& prediction, HtmlWriter& out) {
  out.begin_table("Predicted time of " + prediction.configuration, {{"Threads", true},
                                                                    {"Time", true},
                                                                    {"At least", true},
                                                                    {"At most", true},
                                                                    {"Speed-up", true},
                                                                    {"Waits for locks", true},
                                                                    {"No task", true},
                                                                    {"What keeps it from being faster"}});
  auto first = static_cast<double>(prediction.predicted[0].time) * prediction.predicted[0].threads;
  for (const PredictedTime& time : prediction.predicted) {
    out.begin_row();
    out.number_cell(std::to_string(time.threads), time.threads);
    out.duration_cell(time.time);
    out.duration_cell(time.low);
    out.duration_cell(time.high);
    number(first / static_cast<double>(time.time), "%.2f", out);
    number(100 * time.waiting, "%.0f %%", out);
    number(100 * time.idle, "%.0f %%", out);
    out.cell(limit_text(time));
    out.end_row();
  }
  out.end_table();
}

// A change, at each count that it was tried at; by rank.
struct ChangeRow {
  const WhatIf* best; // at the most threads
  std::map<std::uint32_t, double> gains;
};

std::vector<ChangeRow> rows_of(const std::vector<WhatIf>& changes) {
  std::vector<ChangeRow> rows;
  for (const WhatIf& what : changes) {
    bool same = !rows.empty() && std::tie(rows.back().best->lock, rows.back().best->change, rows.back().best->detail) ==
                                     std::tie(what.lock, what.change, what.detail);
    if (!same)
      rows.push_back({&what, {}});
    if (what.threads >= rows.back().best->threads)
      rows.back().best = &what;
    rows.back().gains[what.threads] = what.gain;
  }
  return rows;
}

void write_changes(const Prediction& prediction, HtmlWriter& out) {
  if (prediction.what_if.empty()) {
    out.paragraph("No lock of " + prediction.configuration + " is waited for long enough that changing it would help.");
    return;
  }
  std::vector<ChangeRow> rows = rows_of(prediction.what_if);
  std::set<std::uint32_t> counts;
  for (const WhatIf& what : prediction.what_if)
    counts.insert(what.threads);
  std::vector<HtmlColumn> columns = {{"Lock"}, {"Change"}};
  for (std::uint32_t count : counts)
    columns.push_back({"At " + std::to_string(count), true});
  columns.push_back({"Time at " + std::to_string(*counts.rbegin()), true});
  columns.push_back({"Busiest shard", true});
  out.begin_table("What would help " + prediction.configuration +
                      ": share of the predicted time saved at each thread count",
                  columns);
  for (std::size_t i = 0; i < std::min(rows.size(), kMaxChanges); ++i) {
    const WhatIf& what = *rows[i].best;
    out.begin_row();
    out.code_cell(what.lock);
    out.cell(change_text(what));
    for (std::uint32_t count : counts) {
      auto gain = rows[i].gains.find(count);
      if (gain == rows[i].gains.end())
        out.cell("-");
      else
        number(100 * gain->second, "%.1f %%", out);
    }
    out.duration_cell(what.time);
    if (what.skew)
      number(*what.skew, "%.2f x mean", out);
    else
      out.cell("-");
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxChanges, rows.size(), "changes");
}

} // namespace

void write_scaling(const Report& report, HtmlWriter& out) {
  if (report.series.empty())
    return;
  out.raw("<section id=\"scaling\">\n");
  out.heading(2, "Why it stops scaling");
  for (std::size_t i = 0; i < std::min(report.series.size(), kMaxSeries); ++i)
    write_series(report.series[i], out);
  out.dropped(kMaxSeries, report.series.size(), "configurations");
  if (report.fit)
    write_fit(*report.fit, out);
  if (report.predictions.empty())
    out.paragraph(
        "Nothing is predicted: record a run at one thread with paraudit record --timeline and add its trace.");
  for (const Prediction& prediction : report.predictions)
    if (!prediction.predicted.empty())
      write_predicted(prediction, out);
  if (!report.predictions.empty())
    out.paragraph(
        "Predicted by replaying a timeline on as many workers, each with a core of its own. The interval is 95 % of "
        "what drawing the holds anew and other hand-off times give; caches and memory are not modelled.");
  out.list(report.scaling_warnings);
  out.raw("</section>\n");
  if (report.predictions.empty())
    return;
  out.raw("<section id=\"what-if\">\n");
  out.heading(2, "What would help");
  for (const Prediction& prediction : report.predictions)
    write_changes(prediction, out);
  out.raw("</section>\n");
}

} // namespace paraudit::reports
