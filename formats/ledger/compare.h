// Compares a ledger with what is known of the program: what is new, stale, contradicted, stated but unused, or not
// seen. One implementation for `paraudit check --ledger` (facts of this run) and `paraudit ledger verify` (findings and
// traces).
//
// Thread-safety: pure. Cost: linear in entries and accesses, but for one search of the stated order a nested pair.
// Output is ordered by kind, then by place in the ledger, then by subject.
#ifndef PARAUDIT_FORMATS_LEDGER_COMPARE_H
#define PARAUDIT_FORMATS_LEDGER_COMPARE_H

#include <set>
#include <string>
#include <vector>

#include "formats/ledger/ledger.h"

namespace paraudit::formats {

struct SourceSite {
  std::string file;
  std::uint32_t line = 0, column = 0;
};

struct AccessFact {
  std::string function;
  SourceSite site;
  bool is_write = false, is_atomic = false;
  bool is_parallel = true;       // another thread may run at this point
  std::vector<std::string> held; // ids of locks
  bool is_recorded = false;      // a trace showed it
};

struct StateFact {
  std::string id, synchronization, guard; // as in findings.json
  SourceSite site;
  bool reachable_from_parallel = false;
  std::vector<AccessFact> accesses;
};

// `after` is acquired while `before` is held.
struct PairFact {
  std::string before, after;
  SourceSite site;
  bool is_declared = false;      // in the source
  bool needs_declaration = true; // false: initialisation guards, tries
  bool is_recorded = false;      // a trace showed it
};

struct ProgramFacts {
  std::vector<StateFact> state;
  std::vector<PairFact> pairs;
  std::set<std::string> locks;
  bool is_partial = false; // some of the program could not be read: what is missing here may be there
};

// kUnseen: in no part of the program that could be read, which was not all of it.
enum class DiscrepancyKind { kNew, kStale, kContradicted, kUnused, kUnseen };

struct Discrepancy {
  DiscrepancyKind kind = DiscrepancyKind::kNew;
  std::string message;
  LedgerPlace at;                    // in the ledger; line 0: the subject has no entry
  SourceSite site;                   // in the source; empty where there is none
  std::string site_message;          // what is there
  std::vector<std::string> identity; // what makes it the same in another run
};

const char* discrepancy_word(DiscrepancyKind kind); // "new", "stale", "contradicted", "unused", "not seen"

std::vector<Discrepancy> compare(const Ledger& ledger, const ProgramFacts& facts);

// Whether this is state that somebody must decide about: not a constant, a lock or a thread's own.
bool needs_decision(const StateFact& state);

} // namespace paraudit::formats

#endif
