#include "checker/tool/text_output.h"

#include "checker/tool/source_text.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace paraudit::tool {
namespace {

using checks::Finding;
using checks::Place;
using checks::Severity;

class Printer {
 public:
  Printer(const Report& report, bool color)
      : report_(report), color_(color), current_(std::filesystem::current_path().string()), source_("/") {}

  std::string run() {
    for (const Finding& finding : report_.findings) {
      print(finding);
    }
    return std::move(text_);
  }

 private:
  void print(const Finding& finding) {
    head(finding.place, checks::severity_name(finding.severity), finding.message, finding.check);
    excerpt(finding.place);
    uint32_t threads = 0;
    for (const checks::TraceStep& step : finding.trace) {
      threads = std::max(threads, step.thread);
    }
    for (const checks::TraceStep& step : finding.trace) {
      std::string who = threads > 1 ? "[thread " + std::to_string(step.thread) + "] " : "";
      head(step.place, "note", who + step.message + held_text(step.held), "");
      excerpt(step.place);
    }
    for (const checks::RelatedPlace& related : finding.related) {
      head(related.place, "note", related.message, "");
      excerpt(related.place);
    }
    if (auto fixes = report_.fixes.find(finding.fingerprint); fixes != report_.fixes.end()) {
      for (const ResolvedFix& fix : fixes->second) {
        head(fix.replacements.front().begin, "note", fix.message + "; --fix does it where the program still compiles",
             "");
      }
    }
  }

  static std::string held_text(const std::vector<std::string>& held) {
    std::string text;
    for (const std::string& lock : held) {
      text += (text.empty() ? ", holding '" : ", '") + lock + "'";
    }
    return text;
  }

  std::string paint(const char* code, const std::string& text) const {
    return color_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }

  void head(const Place& place, const std::string& level, const std::string& message, const std::string& check) {
    const char* code = level == "error" ? "1;31" : level == "warning" ? "1;35" : level == "remark" ? "1;34" : "1;30";
    std::string where = relative_path(place.file, current_) + ":" + std::to_string(place.line) + ":" +
                        std::to_string(place.column) + ": ";
    text_ += paint("1", where) + paint(code, level + ": ") + paint("1", message);
    text_ += check.empty() ? "\n" : " [" + check + "]\n";
  }

  void excerpt(const Place& place) {
    std::string line = source_.line(place.file, place.line);
    if (line.empty() || place.column == 0 || place.column > line.size() + 1) {
      return;
    }
    std::string number = std::to_string(place.line);
    std::string gutter(number.size() < 5 ? 5 - number.size() : 0, ' ');
    text_ += gutter + number + " | " + line + "\n";
    std::string indent;
    for (char c : line.substr(0, place.column - 1)) {
      indent += c == '\t' ? '\t' : ' ';
    }
    text_ += std::string(gutter.size() + number.size(), ' ') + " | " + indent + paint("1;32", "^") + "\n";
  }

  const Report& report_;
  bool color_;
  std::string current_;
  SourceText source_;
  std::string text_;
};

std::string count(size_t number, const std::string& noun) {
  std::string plural = noun.ends_with("y")    ? noun.substr(0, noun.size() - 1) + "ies"
                       : noun.ends_with("ss") ? noun + "es"
                                              : noun + "s";
  return std::to_string(number) + " " + (number == 1 ? noun : plural);
}

size_t lock_classes(const Report& report) {
  std::set<std::string_view> ids; // instantiations of a template share one
  for (const link::LockClass& lock : report.program.index->locks) {
    ids.insert(lock.id);
  }
  return ids.size();
}

} // namespace

std::string text_report(const Report& report, bool color) {
  return Printer(report, color).run();
}

namespace {

std::string text_comparison(const Report& report) {
  std::string text;
  if (const std::optional<BaselineCounts>& counts = report.baseline) {
    text += "Against the baseline: " + std::to_string(counts->added) + " new, " + std::to_string(counts->known) +
            " known, " + std::to_string(counts->fixed) + " fixed, " + std::to_string(counts->stale) + " stale, " +
            std::to_string(counts->unjudged) + " not judged.\n";
    if (counts->fixed + counts->stale > 0) {
      text += "warning: the baseline holds findings that are gone; --update-baseline removes them\n";
    }
  }
  if (report.known_before) {
    text += count(*report.known_before, "finding") + " that the program before the change has too " +
            (*report.known_before == 1 ? "is" : "are") + " left out.\n";
  }
  return text;
}

} // namespace

std::string text_summary(const Report& report) {
  size_t by_severity[3] = {0, 0, 0};
  for (const Finding& finding : report.findings) {
    ++by_severity[static_cast<size_t>(finding.severity)];
  }
  std::string text = count(by_severity[2], "error") + ", " + count(by_severity[1], "warning") + " and " +
                     count(by_severity[0], "remark");
  text += report.suppressed > 0 ? " (" + std::to_string(report.suppressed) + " silenced by NOLINT)" : "";
  text += ".\nAnalysed " + count(report.units - report.failed.size(), "unit") + " of " + std::to_string(report.units) +
          ", " + count(report.functions, "function") + ", " +
          count(report.program.contexts->entries().size(), "parallel entry") + ", " +
          count(report.program.inventory->states().size(), "static object") + ", " +
          count(lock_classes(report), "lock class") + ".\n";
  text += text_comparison(report);
  if (report.program.contexts->entries().empty()) {
    text += "No parallel entry: nothing in the program starts threads; name functions with --parallel-entry=REGEX.\n";
  }
  for (const std::vector<std::string>& warnings : {report.notes, report.unmatched}) {
    for (const std::string& warning : warnings) {
      text += "warning: " + warning + "\n";
    }
  }
  text += "Not seen: " + count(report.program.graph->unresolved_calls(), "unresolved call");
  for (const auto& [reason, number] : report.skipped) {
    text += ", " + reason + " (" + std::to_string(number) + ")";
  }
  return text + ".\n";
}

std::string text_sharing(const Report& report) {
  return report.shared == 0 ? ""
                            : "Parsed after shared headers: " + count(report.shared, "unit") + " of " +
                                  std::to_string(report.units) + ".\n";
}

std::string text_cache(const Report& report, const Options& options) {
  if (options.cache_directory.empty()) {
    return "";
  }
  std::string text = "From the cache: " + count(report.cached, "unit") + " of " + std::to_string(report.units) + ".\n";
  if (report.cache_failed) {
    text += "paraudit-check: warning: cannot write to the cache directory '" + options.cache_directory +
            "'; check its permissions and the free space\n";
  }
  return text;
}

std::string text_failures(const Report& report) {
  std::string text;
  for (const FailedUnit& unit : report.failed) {
    text += unit.diagnostics;
    text += (text.empty() || text.ends_with('\n')) ? "" : "\n";
    text += "paraudit-check: unit failed: " + relative_path(unit.file, report.root) + ": " + unit.reason + "\n";
  }
  if (!report.failed.empty()) {
    text += "paraudit-check: " + count(report.failed.size(), "unit") +
            " not analysed; mend them, or their flags in the database, and run again\n";
  }
  return text;
}

} // namespace paraudit::tool
