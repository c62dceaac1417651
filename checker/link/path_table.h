// Access paths of the whole program, interned: equal paths have equal ids, so that locksets are small integers.
//
// Paths keep the frame they were made in: `This . Field(A::m)` of one function is another object than that of the
// next. substitute() moves a path from a callee's frame into its caller's.
// Thread-safety: none; one table per link. Cost: a hash look-up per operation.
#ifndef PARAUDIT_CHECKER_LINK_PATH_TABLE_H
#define PARAUDIT_CHECKER_LINK_PATH_TABLE_H

#include "checker/facts/facts.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace paraudit::link {

using PathId = facts::PathId;
inline constexpr PathId kNoPath = facts::kNone;

// What the formal roots of a callee stand for at one call, as paths of the caller.
struct Substitution {
  PathId receiver = kNoPath;
  PathId result = kNoPath;
  std::vector<PathId> parameters;
  std::vector<PathId> captures;
  std::string_view callee; // in the facts: names the callee's own locals apart from the caller's
};

class PathTable {
 public:
  PathId intern(const facts::AccessPath& path);
  const facts::AccessPath& operator[](PathId id) const { return paths_[id]; }
  size_t size() const { return paths_.size(); }

  bool has_prefix(PathId path, PathId prefix) const;
  // Whether one is a prefix of the other.
  bool overlaps(PathId a, PathId b) const { return has_prefix(a, b) || has_prefix(b, a); }
  // Whether one is a part of the other's object. What a pointer leads to is no part of what the pointer is in: to read
  // the pointer does not touch it.
  bool same_object(PathId a, PathId b) const;
  // `path` with its leading `prefix` replaced; the caller has checked has_prefix().
  PathId rebase(PathId path, PathId prefix, PathId replacement);
  // The first `elements` elements of `path`.
  PathId truncate(PathId path, size_t elements);
  // Whether it goes on, through members or pointers that are not kept.
  bool is_cut(PathId path) const;
  // Never fails: what has no counterpart in the caller becomes an object of root Unknown that keeps its fields.
  PathId substitute(PathId path, const Substitution& substitution);
  // The other way: a caller's path as the callee sees it, or kNoPath when it cannot reach that object.
  PathId into_callee(PathId path, const Substitution& substitution);

  // True when equal ids mean the same object: no array element, no unknown root, nothing cut off.
  bool is_definite(PathId path) const;
  bool is_unknown(PathId path) const { return paths_[path].root == facts::RootKind::kUnknown; }
  // Visible to callers: rooted at this, a parameter, a capture, a global or the returned object.
  bool is_exported(PathId path) const;
  std::string text(PathId path) const;

 private:
  PathId append(PathId base, const std::vector<facts::PathElement>& elements, size_t from);

  std::vector<facts::AccessPath> paths_;
  std::unordered_map<std::string, PathId> ids_;
};

} // namespace paraudit::link

#endif
