// A finding: one defect at one primary location, with what each thread does and what else matters.
//
// Plain data, made by checks, ordered, filtered and printed by the tool. Locations carry paths as the facts do.
#ifndef PARAUDIT_CHECKER_CHECKS_FINDING_H
#define PARAUDIT_CHECKER_CHECKS_FINDING_H

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::checks {

enum class Severity { kRemark, kWarning, kError };

const char* severity_name(Severity severity);
std::optional<Severity> severity_of(std::string_view name);

struct Place {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;

  auto operator<=>(const Place&) const = default;
};

struct TraceStep {
  uint32_t thread = 1;
  Place place;
  std::string message;
  std::vector<std::string> held; // names of the locks held before this step
};

struct RelatedPlace {
  Place place;
  std::string message;
};

enum class EditKind {
  kAttribute, // `text` is inserted after the declared name
  kWrapType,  // the declared type T becomes `text`<T>, `= x` becomes `{x}`, and `header` is included
  kInitOnce,  // the `if` whose test names it becomes std::call_once, and `header` is included
  kIsUnset,   // no change: its declaration must leave it null, zero or false
};

// One change, in terms of the program; where its text is, the tool finds out.
struct Edit {
  EditKind kind = EditKind::kAttribute;
  Place place;      // of the name
  std::string name; // unqualified
  std::string text;
  std::string header; // "" or `<atomic>`
};

// A way to mend the finding that keeps the program's meaning. The tool drops it where the source is not what the edits
// expect, or does not compile with them.
struct Fix {
  std::string message;
  std::vector<Edit> edits;
};

struct Finding {
  std::string check;
  Severity severity = Severity::kWarning;
  std::string message;
  Place place;
  std::string function; // qualified name of the enclosing function, or ""
  std::vector<TraceStep> trace;
  std::vector<RelatedPlace> related;
  std::vector<Fix> fixes;
  // Canonical names of the state, locks and functions that make this defect the same defect in another run.
  std::vector<std::string> identity;
  std::string fingerprint;
};

// Sorts by place, check and message, drops exact duplicates, and gives each finding its fingerprint: a 128-bit
// hash of check, identity and an ordinal among equals, never of line numbers.
void finish_findings(std::vector<Finding>& findings);

} // namespace paraudit::checks

#endif
