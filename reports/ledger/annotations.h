// Thread-safety annotations from a ledger, as edits of the source: GUARDED_BY on state whose entry names a guard,
// ACQUIRED_AFTER on locks whose order is stated.
//
// An edit inserts text behind the name in a declaration; what the line says already stays. What cannot be annotated is
// returned with its reason: nothing is left out in silence. Thread-safety: reads source files below the root.
// Limits: names that a macro makes are not found; a guard of another class has no expression from here.
#ifndef PARAUDIT_REPORTS_LEDGER_ANNOTATIONS_H
#define PARAUDIT_REPORTS_LEDGER_ANNOTATIONS_H

#include <cstdint>
#include <string>
#include <vector>

#include "formats/ledger/ledger.h"
#include "reports/reader/findings.h"

namespace paraudit::reports {

enum class AnnotationStyle { kMacro, kAttribute }; // GUARDED_BY(m), __attribute__((guarded_by(m)))

struct SourceEdit {
  std::string file; // as in the findings
  std::uint32_t line = 0;
  std::uint64_t offset = 0; // in bytes, in the file
  std::string text;         // to insert there
};

struct Annotations {
  std::vector<SourceEdit> edits;    // by file and offset
  std::vector<std::string> skipped; // "'x': why", in the order of the ledger
};

Annotations annotate(const formats::Ledger& ledger, const Findings& findings, const std::string& root,
                     AnnotationStyle style);

// For `clang-apply-replacements DIR`; `root` makes the paths absolute.
std::string replacements_yaml(const std::vector<SourceEdit>& edits, const std::string& root);
// For `git apply` and `patch -p1` in the root.
std::string unified_diff(const std::vector<SourceEdit>& edits, const std::string& root);

} // namespace paraudit::reports

#endif
