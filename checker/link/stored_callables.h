// Which functions may be stored where: fields, variables and parameters that hold callables, and what flows into them.
//
// Flow- and context-insensitive: one set for each field of a class (all its objects), each static object, each local
// and each parameter of a function; elements of a container are the container. Locks that are held where a callable is
// stored say nothing of where it is called. Cost: linear in the stores, times the length of the longest chain of
// copies. Limits: what is stored inside a pair or an aggregate, or swapped, is not followed. Thread-safety: const after
// build.
#ifndef PARAUDIT_CHECKER_LINK_STORED_CALLABLES_H
#define PARAUDIT_CHECKER_LINK_STORED_CALLABLES_H

#include "checker/link/program_index.h"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::link {

class StoredCallables {
 public:
  explicit StoredCallables(const ProgramIndex& index);

  // The functions that were seen to be stored at a path of this function's frame, sorted; empty where none was.
  const std::vector<FunctionId>& at(FunctionId function, PathId path) const;

 private:
  using Place = uint32_t;

  std::string key(FunctionId function, PathId path) const;
  Place place(const std::string& key);
  void collect(FunctionId function);
  void store(FunctionId function, Place to, const facts::Callable& callable);
  void store_captures(FunctionId function, const facts::Callable& callable);
  void propagate();

  const ProgramIndex& index_;
  std::unordered_map<std::string, Place> places_;
  std::vector<std::set<FunctionId>> sets_;
  std::vector<std::vector<Place>> copies_; // by the place they are copied from
  std::vector<std::vector<FunctionId>> sorted_;
};

} // namespace paraudit::link

#endif
