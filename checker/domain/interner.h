// Interns access paths and locksets into the tables of one unit, and builds paths from paths.
//
// Thread-safety: one thread at a time. Cost: a hash look-up per call. The tables must outlive the interner; ids that
// they already hold stay valid.
#ifndef PARAUDIT_CHECKER_DOMAIN_INTERNER_H
#define PARAUDIT_CHECKER_DOMAIN_INTERNER_H

#include "checker/facts/facts.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::domain {

class Interner {
 public:
  // Indexes what the tables hold already; makes sure that locksets[0] is the empty one.
  Interner(std::vector<facts::AccessPath>& paths, std::vector<facts::Lockset>& locksets);

  facts::PathId path(facts::AccessPath path);
  facts::LocksetId lockset(facts::Lockset lockset);
  const facts::AccessPath& get(facts::PathId id) const { return (*paths_)[id]; }
  std::size_t path_count() const { return paths_->size(); }

  // `base` with one more element. A path that would get too long is truncated; a truncated one stays as it is.
  facts::PathId extend(facts::PathId base, facts::PathElement element);
  facts::PathId field(facts::PathId base, std::string qualified_name);
  facts::PathId deref(facts::PathId base);
  facts::PathId index(facts::PathId base);
  // The path without its last element; kNone for a root alone.
  facts::PathId parent(facts::PathId id);
  // The object at `base` followed by the elements of `suffix` from `from` on.
  facts::PathId append(facts::PathId base, const facts::AccessPath& suffix, std::size_t from);

 private:
  std::vector<facts::AccessPath>* paths_;
  std::vector<facts::Lockset>* locksets_;
  std::vector<facts::PathId> parents_; // by path; kUnknownParent: not asked for yet
  std::unordered_map<std::string, facts::PathId> path_ids_;
  std::unordered_map<std::string, facts::LocksetId> lockset_ids_;
};

// Whether `path` names `prefix` or a part of the object that `prefix` names.
bool has_prefix(const facts::AccessPath& path, const facts::AccessPath& prefix);
// A truncated or unknown path: two equal ones need not name one object.
bool is_vague(const facts::AccessPath& path);

} // namespace paraudit::domain

#endif
