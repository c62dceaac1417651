// Running queries and who waits for whom. The part of the query engine that does not depend on a query's types.
//
// A Job is one (query, key) being computed. Each job depends on the jobs its provider has called and not yet got an
// answer from: directly (on the same stack) or by waiting for a job that another task runs. Before a task waits,
// WaitGraph looks, under one lock, whether the answer can ever come: if the job to wait for already depends on the
// waiting one, that is a cycle, found by whoever closes it. So no wait ever hangs, and no deadlock handler is needed.
//
// Which cycle is reported does not depend on the schedule: a provider is a function of its answers, so "the first call
// of this query that never gets an answer" is a property of the query; cycles are the loops of that function. A cycle
// is written down starting with its smallest member, and all its members get their query's fallback value.
//
// Thread-safety: stated per class. Errors: CycleError is thrown into the members of a cycle and stops at each one's
// job. Source of the idea: rustc's query jobs; salsa's check when blocking.
#ifndef PARAUDIT_MINICOMPILER_QUERY_JOB_H
#define PARAUDIT_MINICOMPILER_QUERY_JOB_H

#include "minicompiler/source/diagnostics.h"
#include "runtime/parallel/context.h"
#include "runtime/parallel/latch.h"
#include "runtime/sync/lock.h"
#include <compare>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

namespace minirc::query {

// Names a query's instance: the kind's number and the key as a number (equal in every run).
struct JobId {
  std::uint32_t kind = 0;
  std::uint64_t key = 0;
  friend auto operator<=>(const JobId&, const JobId&) = default;
};

// Each member requires the next, the last the first. The smallest comes first.
struct Cycle {
  std::vector<JobId> members;
  bool contains(JobId id) const;
  friend bool operator==(const Cycle&, const Cycle&) = default;
};

class CycleError : public std::exception {
 public:
  explicit CycleError(std::shared_ptr<const Cycle> cycle) : cycle_(std::move(cycle)) {}
  const char* what() const noexcept override { return "query cycle"; }
  const std::shared_ptr<const Cycle>& cycle() const { return cycle_; }

 private:
  std::shared_ptr<const Cycle> cycle_;
};

class Job {
 public:
  Job(JobId id, std::uint64_t hash, Job* parent) : id(id), parent(parent), done(paraudit::WaitKind::kQuery, hash) {}

  const JobId id;
  Job* const parent; // the job whose provider asked for this one; it outlives this one
  paraudit::Latch done;

 private:
  friend class WaitGraph;
  std::vector<Job*> waiters_; // guarded by WaitGraph::lock_
};

// What the running task computes: carried along by the pool to every task it spawns.
struct Frame {
  Job* job = nullptr;
  VectorSink* sink = nullptr; // diagnostics of the job
};

// The running task's frame; null outside of any query.
inline Frame* current_frame() {
  return paraudit::context_as<Frame>();
}

// Thread-safe.
class WaitGraph {
 public:
  // Announces that `self` waits for `target`; a cycle instead, if target depends on self. Every announced wait is
  // followed by `waited`.
  std::shared_ptr<const Cycle> announce(Job& self, Job& target);
  void waited(Job& self, Job& target);

 private:
  struct Empty {};
  paraudit::Lock<Empty> lock_{"minirc::query::WaitGraph::lock_"}; // guards every Job::waiters_
};

} // namespace minirc::query

#endif
