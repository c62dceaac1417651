// Locks that an object holds as long as it lives: a transaction's guard is a member, made with the object by every
// constructor, and nobody but the destructor gives it up.
//
// Told as the object's own methods see them, by the member that refers to whose lock it is: `journal_.mutex_` for
// `Transaction(Journal& journal) : journal_(journal), lock_(journal.mutex_)`. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_MEMBER_GUARDS_H
#define PARAUDIT_CHECKER_LINK_MEMBER_GUARDS_H

#include "checker/link/summary.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::link {

class MemberGuards {
 public:
  // After the summaries, which complete what constructors leave behind.
  explicit MemberGuards(const ProgramIndex& index);

  // What is held while the function runs, because its object holds it.
  const std::vector<HeldLock>& held_by_object(FunctionId function) const;

 private:
  using Kept = std::set<std::pair<PathId, facts::Mode>>; // paths from the object

  Kept kept_by(const Function& constructor) const;
  void find_given_up();

  const ProgramIndex& index_;
  std::set<std::string> given_up_; // guard members that others than constructors and destructors touch
  std::map<std::string, std::vector<HeldLock>> held_; // by class
};

} // namespace paraudit::link

#endif
