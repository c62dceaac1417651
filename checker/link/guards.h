// Which lock guards which state: declared by attributes, or inferred from what the accesses hold; and which accesses do
// without it.
//
// A guard is a lock *object* as seen from the object that it guards: the member `mutex_` of the same instance, or one
// global lock. Where the instances cannot be told apart, the lock class decides. A guard is inferred where at least one
// write exists and most writes and most accesses hold it; half of the accesses are enough for a lock of the same object
// that every write holds; a field has a static lock as its guard where four fifths of five accesses and more hold it.
// Half of the functions must hold it, too: what one does a hundred times it does for one reason. What an object does
// under a lock inside itself says nothing of the whole object.
// State that is written only under a call_once or a static initialisation is guarded by it. Under double-checked
// locking the lock serialises those that make the value, and guards nothing by that. Accesses that no other thread can
// meet do not count. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_GUARDS_H
#define PARAUDIT_CHECKER_LINK_GUARDS_H

#include "checker/link/shared_accesses.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace paraudit::link {

// A lock as seen from the guarded object.
struct GuardLock {
  LockId lock = kNoId;
  std::string place; // equal for equal places: the way from the guarded object, or the global; "" for any of its class
  bool operator<(const GuardLock& other) const { return std::tie(lock, place) < std::tie(other.lock, other.place); }
  bool operator==(const GuardLock& other) const { return lock == other.lock && place == other.place; }
};

struct GuardedAccess {
  const SharedAccess* access = nullptr;
  Site site;
  size_t base = 0;  // see SubjectPart
  size_t depth = 0; // of the path's readings this is the n-th, outermost first
  facts::AccessKind kind = facts::AccessKind::kRead;
  bool is_write = false;
  bool counts = true;
  bool is_vague = false;                               // which instance, or which lock is held, is not known
  std::vector<std::pair<GuardLock, facts::Mode>> held; // locks that can guard it
  bool holds_guard = false;
};

enum class GuardSource : uint8_t { kNone, kDeclared, kInferred, kByClass };

struct GuardedState {
  SubjectId subject = kNoId;
  std::vector<GuardedAccess> accesses; // by place; atomic ones are left out
  GuardSource source = GuardSource::kNone;
  GuardLock guard;
  std::vector<GuardLock> write_locks; // what every write holds: a read under any of them is guarded
  bool is_once = false;               // the guard is a call_once or a static initialisation
  size_t counted = 0;                 // accesses, by place and locks held
  size_t guarded = 0;                 // of these, with the guard
  double confidence = 0;
  bool reached_by_entry = false;
  std::vector<size_t> unguarded;    // accesses without the guard, or with another instance of it
  std::vector<size_t> inconsistent; // accesses that hold another lock instead; `guard` is then the usual one
};

class Guards {
 public:
  Guards(const ProgramIndex& index, const Contexts& contexts, const SharedAccesses& accesses);

  // State with accesses that were followed, in the order of the subjects.
  const std::vector<GuardedState>& states() const { return states_; }
  // Of a static object; nullptr where nothing is known.
  const GuardedState* of_static(StateId state) const;
  const GuardedState* of(SubjectId subject) const;
  // Whether the access is to a member whose guard is known: what is wrong with it is told of the member.
  bool is_of_member(FunctionId function, facts::EventId event) const { return of_members_.contains({function, event}); }
  // Whether the access is told as one without the guard that its state has.
  bool is_unguarded(FunctionId function, facts::EventId event) const { return unguarded_.contains({function, event}); }
  const Subject& subject(const GuardedState& state) const { return accesses_.subjects()[state.subject]; }

 private:
  void collect();
  GuardedAccess make_access(const SharedAccess& access, const SubjectPart& part, size_t depth) const;
  GuardLock seen_from(PathId base, bool has_base, const LockPath& lock) const;
  bool is_own_initialiser(const Subject& subject, const GuardedAccess& access) const;
  bool locks_inside(const SharedAccess& access, const SubjectPart& part) const;
  void judge(GuardedState& state);
  bool declare(GuardedState& state) const;
  void infer(GuardedState& state) const;
  void infer_by_class(GuardedState& state) const;
  bool holds(const GuardedState& state, const GuardedAccess& access) const;
  bool is_related(const Subject& subject, const GuardLock& lock) const;
  bool exclude_each_other(const Subject& subject, const GuardedAccess& a, const GuardedAccess& b) const;
  bool is_excluded(const GuardedState& state, const GuardedAccess& access) const;
  void find_missing(GuardedState& state) const;
  void find_disjoint(GuardedState& state) const;
  void leave_to_inner();
  void find_members();

  const ProgramIndex& index_;
  const Contexts& contexts_;
  const SharedAccesses& accesses_;
  std::vector<GuardedState> states_;
  std::map<SubjectId, size_t> by_subject_;
  std::set<std::pair<FunctionId, facts::EventId>> of_members_, unguarded_;
};

} // namespace paraudit::link

#endif
