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
  void apply_callable(facts::EventId event, const facts::Callable& callable, const HeldList& held,
                      const std::vector<PathId>& released, int depth);
  void apply(facts::EventId event, const Target& target, const HeldList& held, const std::vector<PathId>& released,
             int depth);
  void apply_invocation(facts::EventId event, const Target& target, const Invocation& invocation, const HeldList& held,
                        const std::vector<PathId>& released, int depth);
  void invoke_path(facts::EventId event, PathId callable, const std::string& type, const HeldList& held,
                   const std::vector<PathId>& released, int depth);
  void apply_pending(facts::EventId event, const Target& target, const PendingPair& pending, const HeldList& held);

  void add(Acquisition acquisition);
  void nest(const HeldList& held, const Acquisition& acquisition, const Hop* held_hop);
  void nest_one(const HeldLock& held, const Acquisition& acquisition, const HeldList& all, const Hop* held_hop);
  LockPath substitute_lock(PathId path, const Target& target);
  std::vector<PathId> released_paths(facts::EventId event) const;
  std::vector<PathId> add_released(std::vector<PathId> released, const std::vector<PathId>& more, const Target& target);
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
