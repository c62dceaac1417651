// Which object a member leads to that refers to another one: by `Store store_{mutex_};` the `mutex_` of `store_` is the
// owner's.
//
// What constructors bind their members to is followed to whoever makes the objects. Where all who make a part of an
// object bind its member to the same part of the same object, the two are one, for whoever names them. What a function
// binds the members of its own local objects to, and what global objects are made with, is known of those objects.
// Looked at are references, and pointers to locks: those others than constructors hardly change, and where one does,
// nothing is known of its member. Of an object behind a pointer, whoever makes one in that place counts; that another
// is moved there is not looked at.
//
// Thread-safety: none while linking. Cost: linear in events, and in what constructors bind times the calls of them.
#ifndef PARAUDIT_CHECKER_LINK_REFERENCES_H
#define PARAUDIT_CHECKER_LINK_REFERENCES_H

#include "checker/link/call_graph.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace paraudit::link {

class References {
 public:
  References(const ProgramIndex& index, const CallGraph& graph);

  // The path, in the function's frame, of the same object without such members; the path itself where none is known.
  PathId follow(FunctionId frame, PathId path) const;
  LockPath follow(FunctionId frame, const LockPath& lock) const;

  // The member by which the path leads to somebody else's lock; empty where none does.
  std::string borrowed_by(PathId path) const;
  // Whether such a member is seen to be bound to an element of a container or array.
  bool leads_to_elements(const std::string& member) const;

 private:
  struct Binding {
    PathId member = kNoPath; // ends in the field
    PathId object = kNoPath; // kNoPath: not known
    auto operator<=>(const Binding&) const = default;
  };
  void collect(FunctionId function);
  void bind(FunctionId function, facts::EventId event);
  void call(FunctionId function, facts::EventId event);
  void note(FunctionId function, Binding binding);
  bool is_passed_on(const facts::FunctionFacts& function, const Binding& binding) const;
  void find_aliases();
  bool agrees(const Binding& alias, const std::set<Binding>& all) const;
  bool is_of_interest(const facts::PathElement& element) const;
  PathId step(FunctionId frame, PathId path) const;
  PathId object_of(const Binding& alias, PathId path, size_t length) const;
  PathId by_alias(PathId path, size_t length) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  std::vector<std::vector<Binding>> made_;           // by constructor, or function that returns the object
  std::map<std::string, std::set<Binding>> all_;     // by field: wherever the object given is known
  std::map<std::string, std::set<PathId>> changing_; // by field: the members that others than constructors set
  std::vector<std::map<PathId, PathId>> own_;        // by function: of its own objects; kNoPath: to several
  std::map<PathId, PathId> global_;
  // By field: of each object that has the member as a part, which part of it that leads to, or which global.
  std::map<std::string, std::set<Binding>> aliases_;
  std::set<std::string> known_; // fields of which anything is
  mutable std::unordered_map<PathId, bool> concerns_;
};

} // namespace paraudit::link

#endif
