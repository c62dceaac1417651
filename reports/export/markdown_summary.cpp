// The report's summary in Markdown, for a pull request or a job's summary page.
#include <algorithm>

#include "reports/analysis/verdict.h"
#include "reports/export/text_forms.h"
#include "reports/markup/markdown.h"
#include "reports/render/format.h"
#include "reports/render/json.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kNote = 200; // bytes kept for the line that says what was cut

class Summary {
 public:
  explicit Summary(const Report& report) : report_(report) {}

  std::string text() {
    add(std::string("## paraudit report: ") + (report_.verdict.pass ? "pass" : "fail") + "\n\n");
    for (const std::string& reason : report_.verdict.reasons)
      add("- " + md_text(clean_text(reason)) + "\n");
    add_findings();
    add_cycles();
    add_locks();
    add_gaps();
    if (cut_ != 0)
      text_ += "\n_" + counted(cut_, "more line") + " cut: this page holds 1 MiB at most. The report has them._\n";
    return std::move(text_);
  }

 private:
  // Whole lines only: a cut table row would be shown as text.
  void add(const std::string& line) {
    if (cut_ != 0 || text_.size() + line.size() + kNote > kMarkdownBytes)
      ++cut_;
    else
      text_ += line;
  }

  void add_findings() {
    if (report_.findings.empty())
      return;
    add("\n### Findings\n\n" + md_head({"severity", "place", "finding", "check"}));
    for (const char* severity : {"error", "warning", "remark"})
      for (const FindingEntry& entry : report_.findings)
        if (entry.finding.severity == severity)
          add(md_row({severity, md_text(place_text(entry.finding.place.file, entry.finding.place.line)),
                      md_text(clean_text(entry.finding.message)), md_text(entry.finding.check)}));
  }

  void add_cycles() {
    if (report_.lock_order.cycles.empty())
      return;
    add("\n### Lock-order cycles\n\n" + md_head({"status", "locks"}));
    for (const OrderCycle& cycle : report_.lock_order.cycles) {
      std::string names;
      for (const std::string& lock : cycle.locks)
        names += (names.empty() ? "" : " → ") + md_code(clean_text(lock));
      add(md_row({md_text(status_name(cycle.status)), names}));
    }
  }

  void add_locks() {
    if (report_.locks.empty())
      return;
    add("\n### Locks, by total wait\n\n" +
        md_head({"lock", "acquired", "contended", "waited", "p99 wait", "mean hold", "held at, while waiting at"}));
    for (const LockUse& lock : report_.locks) {
      std::string blame;
      if (!lock.blame.empty())
        blame = md_text(place_text(lock.blame[0].holder.file, lock.blame[0].holder.line)) + ", " +
                md_text(place_text(lock.blame[0].waiter.file, lock.blame[0].waiter.line));
      add(md_row({md_code(clean_text(lock.name)), count_text(lock.acquisitions),
                  share_text(lock.contended, lock.acquisitions), duration_text(lock.wait.total),
                  duration_text(lock.wait.p99), duration_text(lock.hold.mean), blame}));
    }
  }

  void add_gaps() {
    if (!report_.verdict.not_seen.empty())
      add("\n### Not seen\n\n");
    for (const std::string& gap : report_.verdict.not_seen)
      add("- " + md_text(clean_text(gap)) + "\n");
  }

  const Report& report_;
  std::string text_;
  std::size_t cut_ = 0;
};

} // namespace

std::string to_markdown(const Report& report) {
  return Summary(report).text();
}

} // namespace paraudit::reports
