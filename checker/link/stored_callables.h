// Which functions may be stored where: fields, variables and parameters that hold callables, and what flows into them.
//
// Flow- and context-insensitive (L. O. Andersen, "Program Analysis and Specialization for the C Programming Language",
// 1994, with fields told apart by name): one set for each field of a class (all its objects), each static object, each
// local, each parameter and each result of a function; elements of a container are the container. Locks that are held
// where a callable is stored say nothing of where it is called. Cost: linear in the stores, times the length of the
// longest chain of copies. Limits: what is stored inside a pair, or swapped, is not followed. Thread-safety: const
// after build.
#ifndef PARAUDIT_CHECKER_LINK_STORED_CALLABLES_H
#define PARAUDIT_CHECKER_LINK_STORED_CALLABLES_H

#include "checker/link/overriders.h"
#include "checker/link/program_index.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::link {

class StoredCallables {
 public:
  StoredCallables(const ProgramIndex& index, const Overriders& overriders);

  // The functions that were seen to be stored at a path of this function's frame; empty where none was.
  const std::set<FunctionId>& at(FunctionId function, PathId path) const;
  // Whether what is stored there may come from a place that nobody follows. Where nothing was seen to be stored, and
  // this is false, code outside of the program stores it.
  bool is_open(FunctionId function, PathId path) const;
  // Functions that are handed to code without a body here.
  const std::set<FunctionId>& given_outside() const { return given_outside_; }
  // By signature: what was stored where nobody follows it.
  const std::map<std::string, std::set<FunctionId>>& lost() const { return lost_; }

 private:
  using Place = uint32_t;

  std::string key(FunctionId function, PathId path) const;
  Place place(const std::string& key);
  void collect(FunctionId function);
  void store_kept(FunctionId function, const facts::Event& event, const facts::Callable& callable);
  void store_argument(FunctionId function, const facts::Event& event, const facts::Callable& callable);
  void store_bound(FunctionId function, const facts::Callable& callable);
  void store_results();
  void store(FunctionId function, Place to, const facts::Callable& callable);
  void store_captures(FunctionId function, const facts::Callable& callable);
  void propagate();

  const ProgramIndex& index_;
  const Overriders& overriders_;
  std::unordered_map<std::string, Place> places_;
  std::vector<std::set<FunctionId>> sets_;
  std::vector<bool> is_fed_unseen_;
  std::vector<std::vector<Place>> copies_;           // by the place they are copied from
  std::map<std::string, std::vector<Place>> losses_; // by signature
  std::map<std::string, std::set<FunctionId>> lost_;
  std::set<Place> outside_; // parameters of functions without a body
  std::set<FunctionId> given_outside_;
};

} // namespace paraudit::link

#endif
