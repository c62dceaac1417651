// What one event, or one branch, does to the lock state. Private to the solver (see solve.h).
#ifndef PARAUDIT_CHECKER_DOMAIN_TRANSFER_H
#define PARAUDIT_CHECKER_DOMAIN_TRANSFER_H

#include "checker/domain/solve.h"
#include "checker/domain/state.h"

namespace paraudit::domain {

class Transfer {
 public:
  Transfer(const facts::FunctionFacts& function, Interner& interner, const DeltaLookup& lookup)
      : function_(function), interner_(interner), lookup_(lookup) {}

  void apply(facts::EventId id, State& state);
  void branch(const facts::Condition& condition, bool taken, State& state);

  // The object that `path` names once the bindings of references and pointers are followed.
  facts::PathId resolve(facts::PathId path, const State& state);
  // The locks an event is about: as given, else those of its guard.
  std::vector<facts::PathId> locks_of(const facts::Event& event, const State& state);
  // The guard of a release is known to own nothing here.
  bool releases_nothing(const facts::Event& event, const State& state);

 private:
  struct Substitution;

  void acquire(LockKey key, facts::EventId since, bool must, State& state);
  void release(LockKey key, bool must, State& state);
  std::map<LockKey, facts::Tells> told_by(facts::EventId id, const State& state);
  void settle_outcome(const facts::Condition& condition, bool holds, State& state);
  void release_guard(facts::PathId guard, State& state);
  static void add_to_guard(Guard& guard, const std::vector<LockKey>& locks);
  void apply_acquire(facts::EventId id, State& state);
  void apply_release(const facts::Event& event, State& state);
  void bind(facts::PathId path, facts::PathId source, State& state);
  void apply_bind(const facts::Event& event, State& state);
  void apply_move(const facts::Event& event, State& state);
  void move_guard(facts::PathId from, facts::PathId target, State& state);
  void apply_call(facts::EventId id, State& state);
  void apply_delta(const CalleeDelta& callee, facts::EventId id, bool certain, State& state);
  facts::Mode release_mode(facts::PathId lock, facts::Mode stated, const State& state) const;

  const facts::FunctionFacts& function_;
  Interner& interner_;
  const DeltaLookup& lookup_;
};

} // namespace paraudit::domain

#endif
