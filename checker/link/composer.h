// Makes the summary of one function from its events and the summaries of its callees. Private to Summaries.
#ifndef PARAUDIT_CHECKER_LINK_COMPOSER_H
#define PARAUDIT_CHECKER_LINK_COMPOSER_H

#include "checker/link/summary.h"

#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace paraudit::link {

class Composer {
 public:
  Composer(Summaries& summaries, FunctionId function);

  void run();

  Summary summary;
  std::vector<Acquisition> own;
  std::vector<NestedPair> pairs;

 private:
  using HeldList = std::vector<HeldLock>;

  void visit(facts::EventId event);
  void acquire(facts::EventId event, bool blocking);
  void wait(facts::EventId event);
  void call(facts::EventId event);
  // A call as this function sees it, or a call further down of something that this function handed over.
  struct Site {
    facts::EventId event;
    HeldList held;
    std::vector<PathId> released;
    const Hop* through = nullptr; // the chain from this function to the call, when it is further down
    int depth = 0;
  };

  void apply_callable(const Site& site, const facts::Callable& callable);
  void apply(const Site& site, const Target& target);
  void apply_destructor(const Site& site, const Target& target, const std::vector<Target>& all);
  void apply_contract(const Site& site, const Target& target);
  void apply_acquisition(const Site& site, const Target& target, const Acquisition& inner);
  void apply_invocation(const Site& site, const Target& target, const Invocation& invocation);
  void invoke_path(const Site& site, PathId callable, const std::string& type);
  const Hop* chain(const Site& site, const Hop* rest);
  const Hop* chain_from(facts::EventId event, const Hop* via, const Hop* rest);
  HeldList held_for_callers(const Site& site);
  void apply_pending(const Site& site, const Target& target, const PendingPair& pending);

  void add(Acquisition acquisition);
  void nest(const HeldList& all_held, const Acquisition& acquired, const Hop* held_hop);
  void nest_one(const HeldLock& held, const Acquisition& acquisition, const HeldList& all, const Hop* held_hop);
  LockPath substitute_lock(PathId path, const Target& target);
  std::vector<PathId> released_paths(facts::EventId event) const;
  HeldList without(const HeldList& held, const std::vector<PathId>& released) const;
  bool returns_holding(const Target& target, const Acquisition& acquisition) const;

  using Key = std::tuple<PathId, facts::Mode, bool, std::vector<PathId>>;

  Summaries& summaries_;
  ProgramIndex& index_;
  FunctionId id_;
  const Function& function_;
  std::map<Key, size_t> known_;
  std::set<std::tuple<PathId, std::vector<PathId>>> known_invocations_;
  std::set<std::pair<PathId, PathId>> known_pending_;
};

} // namespace paraudit::link

#endif
