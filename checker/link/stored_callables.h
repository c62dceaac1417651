// Which functions may be stored where: fields, variables and parameters that hold callables, and what flows into them.
//
// Flow- and context-insensitive (L. O. Andersen, "Program Analysis and Specialization for the C Programming Language",
// 1994, with fields told apart by name): one set for each field of a class (all its objects), each static object, each
// local, each parameter and each result of a function; elements of a container are the container. Locks that are held
// where a callable is stored say nothing of where it is called. Cost: linear in the stores, times the length of the
// longest chain of copies. Limits: what is stored inside a pair, or swapped, is not followed. Thread-safety: const
// after build.
//
// The other way, from a place to who gives what is stored there, sources() and given() tell.
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
  using Place = uint32_t;
  // What a place is fed from: another place, as a function names it.
  struct Source {
    Place from = kNoId;
    FunctionId function = kNoId; // that copies; kNoId: the call of an overridden method
    facts::EventId event = facts::kNone;
    PathId path = kNoPath; // of what is copied, in its frame
  };
  // A callable that is known by name where it is stored.
  struct Given {
    FunctionId function = kNoId;
    facts::EventId event = facts::kNone;
    const facts::Callable* callable = nullptr;
  };

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

  // kNoId where nothing is stored.
  Place find(FunctionId function, PathId path) const;
  const std::vector<Source>& sources(Place at) const { return facts_[at].sources; }
  const std::vector<Given>& given(Place at) const { return facts_[at].given; }
  bool holds_several(Place at) const { return facts_[at].holds_several; }
  // A member of a graph's nodes, which have others of their kind in a container: who runs them goes by its edges.
  bool is_in_graph(Place at) const { return facts_[at].is_in_graph; }
  // A member or static object: what is stored there outlives the call that stores it.
  bool is_kept(Place at) const { return facts_[at].is_kept; }
  // Of a parameter, capture, local or result: whose.
  FunctionId function_of(Place at) const { return facts_[at].function; }
  bool is_parameter(Place at) const { return facts_[at].is_parameter; }

 private:
  struct PlaceFacts {
    std::vector<Source> sources;
    std::vector<Given> given;
    FunctionId function = kNoId;
    bool is_kept = false;
    bool is_parameter = false;
    bool holds_several = false;
    bool is_in_graph = false;
  };

  std::string key(FunctionId function, PathId path) const;
  Place place(const std::string& key);
  bool is_of_node(const std::string& field) const;
  void collect(FunctionId function);
  void store_kept(FunctionId function, facts::EventId event, const facts::Callable& callable);
  void store_argument(FunctionId function, facts::EventId event, const facts::Callable& callable);
  void store_back(FunctionId function, facts::EventId event, Place formal, const facts::Callable& callable);
  void store_bound(FunctionId function, facts::EventId event, const facts::Callable& callable);
  void store_results();
  void store_result(FunctionId function, facts::EventId event);
  void store(FunctionId function, facts::EventId event, Place to, const facts::Callable& callable);
  void copy(Place to, const std::string& from, Source source);
  void store_captures(FunctionId function, facts::EventId event, const facts::Callable& callable);
  void propagate();

  const ProgramIndex& index_;
  const Overriders& overriders_;
  std::unordered_map<std::string, Place> places_;
  std::vector<std::set<FunctionId>> sets_;
  std::vector<PlaceFacts> facts_;
  std::vector<bool> is_fed_unseen_;
  std::vector<std::vector<Place>> copies_;           // by the place they are copied from
  std::map<std::string, std::vector<Place>> losses_; // by signature
  std::map<std::string, std::set<FunctionId>> lost_;
  std::set<Place> outside_; // parameters of functions without a body
  std::set<FunctionId> given_outside_;
};

} // namespace paraudit::link

#endif
