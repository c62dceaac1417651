// What a call of a function may acquire, in the function's own frame: bottom-up over the call graph's components,
// with actuals put for formals at each call, and the shortest witness kept.
//
// Cost: functions x distinct acquisitions; kMaxAcquisitions bounds one summary, and what it cuts is counted.
// Thread-safety: const after compute().
#ifndef PARAUDIT_CHECKER_LINK_SUMMARY_H
#define PARAUDIT_CHECKER_LINK_SUMMARY_H

#include "checker/link/call_graph.h"
#include "checker/link/own_objects.h"
#include "checker/link/program_index.h"
#include "checker/link/references.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::domain {
class Interner;
}

namespace paraudit::link {

inline constexpr size_t kMaxAcquisitions = 400;

struct Hop;

struct HeldLock {
  LockPath lock;
  facts::Mode mode = facts::Mode::kExclusive;
  bool must = false;
  facts::EventId since = facts::kNone; // kNone: held by contract when the function is entered
  const Hop* hop = nullptr;            // where it was acquired, when that is not an event of this function
};

// One step of a witness: a call, or at the end of the chain the acquisition.
struct Hop {
  FunctionId function = kNoId;
  facts::EventId event = facts::kNone;
  const Hop* next = nullptr;
  uint32_t length = 1;
};

struct Acquisition {
  LockPath lock;
  facts::Mode mode = facts::Mode::kExclusive;
  bool blocking = true;
  std::vector<PathId> released; // the caller's locks given up before this point
  const Hop* hop = nullptr;     // first hop is in the summarised function
  const Hop* inside = nullptr;  // for a lock that a callee returns with: the acquisition inside that callee
};

// A call of something the function was given: its callers know what.
struct Invocation {
  PathId callable = kNoPath;
  std::string type;
  std::vector<HeldLock> held; // by the function that calls it, with `hop` set
  std::vector<PathId> released;
  const Hop* hop = nullptr; // the call
};

// A nested acquisition of which one lock is a parameter: which classes, the callers know.
struct PendingPair {
  HeldLock held;
  const Hop* held_hop = nullptr;
  Acquisition acquired;
};

// A nested acquisition in the frame of one function.
struct NestedPair {
  FunctionId function = kNoId;
  HeldLock held;
  const Hop* held_hop = nullptr; // where it was acquired; nullptr: by contract
  Acquisition acquired;
  std::vector<HeldLock> gates; // the other locks held
};

struct Summary {
  std::vector<Acquisition> acquisitions;
  std::vector<Invocation> invocations;
  std::vector<PendingPair> pending;
};

// A callable that is called during the call it was given to: by a model, or by the function that got it.
struct SpotCall {
  FunctionId giver = kNoId; // who gave it, in which event
  facts::EventId event = facts::kNone;
  std::vector<HeldLock> held; // in the giver's frame, when it is called
};

// The same, seen from the giver.
struct Spot {
  facts::EventId event = facts::kNone;
  FunctionId callee = kNoId;
  const SpotCall* call = nullptr;
};

class Summaries {
 public:
  Summaries(ProgramIndex& index, const CallGraph& graph, const OwnObjects& own, const References& references);
  ~Summaries();

  const Summary& of(FunctionId function) const { return summaries_[function]; }
  // Every nested acquisition whose lock classes are known, in the order of functions and events.
  const std::vector<NestedPair>& pairs() const { return pairs_; }
  // Every acquisition event, callers of wrappers included, by function.
  const std::vector<std::vector<Acquisition>>& own_acquisitions() const { return own_; }
  // The locks held just before an event, with paths in the function's frame.
  const std::vector<HeldLock>& held_at(FunctionId function, facts::EventId event) const;
  // The caller's locks that the function has given up before an event.
  const std::vector<HeldLock>& released_at(FunctionId function, facts::EventId event) const;
  // By the function that was called.
  const std::vector<SpotCall>& spot_calls(FunctionId callee) const { return spot_calls_[callee]; }
  // What runs on the giver's own thread, by the function that gave it.
  const std::vector<Spot>& spots(FunctionId giver) const { return spots_[giver]; }
  uint64_t cut() const { return cut_; }

 private:
  friend class Composer;

  void solve_locksets(FunctionId function);
  bool is_solved(FunctionId function) const;
  void index_spots();
  void summarise_component(const std::vector<FunctionId>& component);
  const std::vector<HeldLock>& lockset(const Function& function, facts::LocksetId id) const;
  const Hop* hop(FunctionId function, facts::EventId event, const Hop* next);

  ProgramIndex& index_;
  const CallGraph& graph_;
  const OwnObjects& own_objects_;
  const References& references_;
  std::vector<Summary> summaries_;
  std::vector<std::vector<Acquisition>> own_;
  std::vector<NestedPair> pairs_;
  std::vector<std::vector<NestedPair>> pairs_of_;
  std::vector<std::vector<SpotCall>> spot_calls_;
  std::vector<std::vector<Spot>> spots_;
  std::vector<std::unique_ptr<domain::Interner>> interners_;
  // When the locksets of each function were last looked at, and when what it leaves behind last changed by that;
  // counted in such looks.
  std::vector<uint32_t> solved_at_, changed_at_;
  uint32_t now_ = 0;
  mutable std::vector<std::unordered_map<facts::LocksetId, std::vector<HeldLock>>> locksets_; // by unit
  std::deque<Hop> hops_;
  uint64_t cut_ = 0;
};

// What a call gives up of what its callee gave up, as paths of the caller.
std::vector<PathId> released_by(const ProgramIndex& index, FunctionId caller, const std::vector<PathId>& released,
                                const Substitution& substitution);

} // namespace paraudit::link

#endif
