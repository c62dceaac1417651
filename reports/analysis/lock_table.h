// Gives every (class, site) that a run recorded its lock: the findings' class where it can be known, else the name that
// the program gave, else `kind@place`: where it was constructed, or the
// first of the places where its class is acquired.
//
// Evidence, best first: the class's own name; the acquisition site (SiteJoin); for unnamed classes the other sites of
// the same class or of the same instances, where those all name one lock. Which evidence named how many sites is
// counted. Thread-safety: build it on one thread, then const use is safe. Cost: linear in sites and records.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_TABLE_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_TABLE_H

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reports/analysis/site_join.h"

namespace paraudit::reports {

// What gave a (class, site) its static lock.
enum class Evidence { kNone, kNameAndSite, kName, kSite, kClass, kInstance };

struct LockEntry {
  std::string id, name, static_class, kind;
  Place place;
  bool is_lock = true;
};

// What the joins say about one run. `locks` has an entry for every pair that the run's counters, records or chains
// name.
struct RunJoin {
  const ProcessTrace* trace = nullptr;
  std::map<std::uint32_t, JoinedSite> sites;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> locks; // (class, site) to an index into LockTable
  std::map<std::pair<std::uint32_t, std::uint32_t>, Evidence> evidence;

  const SourcePlace& place(std::uint32_t site) const;
  std::size_t lock(std::uint32_t class_id, std::uint32_t site) const { return locks.at({class_id, site}); }
};

class LockTable {
 public:
  LockTable(const Findings& findings, const SiteJoin& sites) : findings_(findings), sites_(sites) {}

  RunJoin add_run(const ProcessTrace& trace, const Symbolized& symbolized);
  const std::vector<LockEntry>& entries() const { return entries_; }
  // Adds the findings' own lock, for those that no run acquired.
  std::size_t index_of_static(const std::string& id);

 private:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  struct Named {
    std::optional<std::size_t> lock;
    Evidence evidence = Evidence::kNone;
  };
  using StaticOf = std::map<Pair, Named>;

  StaticOf static_locks(const RunJoin& run) const;
  static void adopt_from_class(const ProcessTrace& trace, StaticOf& locks);
  static void adopt_from_instances(const ProcessTrace& trace, StaticOf& locks);
  LockEntry entry_of(const RunJoin& run, Pair pair, std::optional<std::size_t> static_lock,
                     const std::map<std::uint32_t, std::string>& unnamed) const;
  std::size_t intern(LockEntry entry);

  const Findings& findings_;
  const SiteJoin& sites_;
  std::vector<LockEntry> entries_;
  std::map<std::string, std::size_t> by_id_;
};

} // namespace paraudit::reports

#endif
