// The checker's findings.json (schema paraudit.findings 1.x), as far as the report joins on it. Every entry also keeps
// its own JSON text, so that the report passes on what it does not look at.
//
// Thread-safety: plain data. Errors: InputError with the place inside the JSON ("/locks/3/name: expected a string,
// found a number"), or with line and column where it is no JSON. Limits: nesting to 64 levels.
#ifndef PARAUDIT_REPORTS_READER_FINDINGS_H
#define PARAUDIT_REPORTS_READER_FINDINGS_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::reports {

class JsonCursor;

struct Place {
  std::string file;
  std::uint32_t line = 0, column = 0;
  auto operator<=>(const Place&) const = default;
};

// A place where the lock is acquired, itself (`via` is empty) or in a call that leads to the acquisition at `via`.
struct StaticAcquisition {
  std::string file, function, mode;
  std::uint32_t line = 0, column = 0;
  Place via;
  std::map<std::string, std::uint32_t> columns; // by convention: source_location, debug, gcc
  bool is_try = false;
};

struct StaticLock {
  std::string id, name, kind;
  Place place;
  std::vector<StaticAcquisition> acquisitions;
};

struct StaticEdge {
  std::string before, after; // lock ids
  bool declared = false;
  std::vector<Place> sites;
};

struct TraceStep {
  std::string thread, message;
  Place place;
  std::vector<std::string> held;
};

struct RelatedPlace {
  Place place;
  std::string message;
};

struct StaticCycle {
  std::vector<std::string> locks; // ids, in order
};

struct StaticAccess {
  std::string function;
  Place place;
  bool is_write = false, is_atomic = false;
  bool is_parallel = true; // another thread may run at this point
  std::vector<std::string> held;
};

struct SharedState {
  std::string id, name, kind, type, category, remedy, synchronization, guard;
  Place place;
  bool reachable_from_parallel = false;
  std::uint64_t reads = 0, writes = 0;
  std::vector<StaticAccess> accesses;
  std::string json;
};

struct Finding {
  std::string fingerprint, check, severity, message, function;
  Place place;
  std::vector<TraceStep> trace;
  std::vector<RelatedPlace> related;
  std::string json;
};

struct Findings {
  std::string path; // empty: none were given
  std::string root; // directory that paths are relative to, where the checker ran; empty: the file does not say
  std::uint64_t units = 0, units_failed = 0, unresolved_calls = 0;
  std::optional<std::uint64_t> functions; // absent: the file does not say
  std::vector<std::string> checks;        // that ran; empty: the file does not say
  std::vector<SharedState> shared_state;
  std::vector<StaticLock> locks;
  std::vector<StaticEdge> edges;
  std::vector<StaticCycle> cycles;
  std::vector<Finding> findings;
};

Findings read_findings(const std::string& path);

// One entry, as report.json passes it on as well.
SharedState parse_state(const JsonCursor& in);
Finding parse_finding(const JsonCursor& in);

} // namespace paraudit::reports

#endif
