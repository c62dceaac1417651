// Parallel operations: what code inside WorkerPool::install uses.
//
//   par_for_each_in("typeck", bodies, [](const Body& body) { ... });
//   auto sizes = par_map("sizes", files, [](const File& file) { return file.size(); });
//   auto [a, b] = join("both", [] { return left(); }, [] { return right(); });
//   scope("walk", [&](Scope& s) { s.spawn("child", [&] { ... }); });
//
// Every operation waits for all it started, and runs all of it even if some fails; then the failure of the lowest index
// (of the first function of join, of the earliest spawn of a scope) is re-raised, so that which failure a caller sees
// does not depend on the schedule. Results come in the order of the items. With one thread items run in the order of
// the source. A loop over n items is cut in halves down to max(n / 128, 1) items, as rustc does.
//
// A waiting task runs its own children on its stack if nobody has begun them, never anybody else's; else it is
// suspended (pool.h). Outside of any pool, and in an inline pool, everything runs in order on the caller.
//
// Thread-safety: from any task. The functions passed in run concurrently with each other.
// Cost: per spawned piece a fraction of a microsecond; nothing but calls when inline.
// Errors: exceptions of the functions passed in, nothing else.
#ifndef PARAUDIT_RUNTIME_PARALLEL_PAR_H
#define PARAUDIT_RUNTIME_PARALLEL_PAR_H

#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "runtime/parallel/par_detail.h"
#include "runtime/parallel/pool.h"
#include "runtime/parallel/scope.h"

namespace paraudit {

// Runs f(item) for every item of a range (an lvalue range, or a view; items are passed as the range yields them).
template <std::ranges::forward_range R, class F> void par_for_each_in(const Label& label, R&& items, F&& f) {
  auto at = detail::index_range(items);
  detail::FirstFailure failure;
  detail::for_blocks(label, at.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      failure.guard(i, [&] { f(at[i]); });
    }
  });
  failure.rethrow();
}

// Like par_for_each_in, where f reports an error: it returns std::optional<E> (an error if it holds one) or bool (an
// error if false). All items run; returns the error of the lowest index, or what f returns for success.
template <std::ranges::forward_range R, class F> auto try_par_for_each_in(const Label& label, R&& items, F&& f) {
  auto at = detail::index_range(items);
  using Result = std::decay_t<decltype(f(at[0]))>;
  detail::FirstFailure failure;
  detail::LowestIndex<Result> error;
  detail::for_blocks(label, at.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      failure.guard(i, [&] {
        Result result = f(at[i]);
        if (detail::is_error(result)) {
          error.offer(i, std::move(result));
        }
      });
    }
  });
  failure.rethrow();
  return error.take(detail::success<Result>());
}

// The results of f for every item, in the order of the items.
template <std::ranges::forward_range R, class F> auto par_map(const Label& label, R&& items, F&& f) {
  auto at = detail::index_range(items);
  using Result = std::decay_t<decltype(f(at[0]))>;
  std::vector<std::optional<Result>> slots(at.size());
  detail::FirstFailure failure;
  detail::for_blocks(label, at.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      failure.guard(i, [&] { slots[i].emplace(f(at[i])); });
    }
  });
  failure.rethrow();
  std::vector<Result> results;
  results.reserve(slots.size());
  for (std::optional<Result>& slot : slots) {
    results.push_back(std::move(*slot));
  }
  return results;
}

// Runs a and b, maybe at the same time; a on the caller. Returns both results (std::monostate for void) as a pair.
template <class A, class B> auto join(const Label& label, A&& a, B&& b) {
  using ResultA = detail::Stored<std::invoke_result_t<A&>>;
  using ResultB = detail::Stored<std::invoke_result_t<B&>>;
  std::optional<ResultA> first;
  std::optional<ResultB> second;
  detail::FirstFailure failure;
  detail::fork(
      label, [&] { failure.guard(0, [&] { first.emplace(detail::call_stored(a)); }); },
      [&] { failure.guard(1, [&] { second.emplace(detail::call_stored(b)); }); });
  failure.rethrow();
  return std::pair<ResultA, ResultB>(std::move(*first), std::move(*second));
}

// Starts f and returns a handle to its end. With one thread without synchronisation f runs at once.
template <class F> auto spawn(const Label& label, F f) {
  using R = std::invoke_result_t<F&>;
  TaskHandle<R> handle(detail::make_task(label, std::move(f)));
  detail::start(*handle.task_);
  return handle;
}

// Runs f(worker index) once on every worker of the pool, at the same time; the results by worker index. Waits until
// every worker is free to do so. Meant for per-worker state; two broadcasts of one pool exclude each other.
template <class F> auto broadcast(const Label& label, F&& f) {
  using Result = detail::Stored<std::invoke_result_t<F&, unsigned>>;
  std::vector<std::optional<Result>> slots(detail::broadcast_width());
  detail::FirstFailure failure;
  detail::on_every_worker(label, [&](unsigned index) {
    failure.guard(index, [&] { slots[index].emplace(detail::call_stored(f, index)); });
  });
  failure.rethrow();
  std::vector<Result> results;
  results.reserve(slots.size());
  for (std::optional<Result>& slot : slots) {
    results.push_back(std::move(*slot));
  }
  return results;
}

} // namespace paraudit

#include "runtime/parallel/par_iter.h"

#endif
