// par_iter: map / filter / collect / reduce over the items of a range in parallel, in the order of the items.
//
//   auto names = par_iter("names", items).filter(is_public).map(name_of).collect();
//
// Nothing runs until collect, for_each, reduce or count is called; then all stages run on each item in one go. The
// result is that of the same pipeline run in order on one thread, also for operations of reduce that are associative
// but for rounding: items are grouped by their number alone. Thread-safety: stages run concurrently. Errors: as
// par_for_each_in. Part of par.h.
#ifndef PARAUDIT_RUNTIME_PARALLEL_PAR_ITER_H
#define PARAUDIT_RUNTIME_PARALLEL_PAR_ITER_H

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <ranges>
#include <utility>
#include <vector>

#include "runtime/parallel/par_detail.h"

namespace paraudit {

// Stage is called with an item and a sink, and calls the sink with what comes out: once or not at all.
template <class View, class Out, class Stage> class ParIter {
 public:
  using Value = std::decay_t<Out>;

  ParIter(const Label& label, View view, Stage stage)
      : label_(label), view_(std::move(view)), stage_(std::move(stage)) {}

  template <class G> auto map(G g) && {
    using Next = std::invoke_result_t<G&, Out>;
    auto stage = [before = std::move(stage_), g = std::move(g)](auto&& item, auto&& sink) {
      before(std::forward<decltype(item)>(item), [&](auto&& value) { sink(g(std::forward<decltype(value)>(value))); });
    };
    return ParIter<View, Next, decltype(stage)>(label_, std::move(view_), std::move(stage));
  }

  template <class P> auto filter(P keep) && {
    auto stage = [before = std::move(stage_), keep = std::move(keep)](auto&& item, auto&& sink) {
      before(std::forward<decltype(item)>(item), [&](auto&& value) {
        if (keep(std::as_const(value))) {
          sink(std::forward<decltype(value)>(value));
        }
      });
    };
    return ParIter<View, Out, decltype(stage)>(label_, std::move(view_), std::move(stage));
  }

  template <class F> void for_each(F f) && {
    run([](std::size_t) { return 0; }, [&](int&, auto&& value) { f(std::forward<decltype(value)>(value)); });
  }

  std::vector<Value> collect() && {
    auto pieces =
        run([](std::size_t) { return std::vector<Value>(); },
            [](std::vector<Value>& piece, auto&& value) { piece.push_back(std::forward<decltype(value)>(value)); });
    std::vector<Value> all;
    for (auto& [begin, piece] : pieces) {
      std::move(piece.begin(), piece.end(), std::back_inserter(all));
    }
    return all;
  }

  // op(op(identity, x0), x1)... within a group, then over the groups in order; identity must not change a result.
  template <class T, class Op> T reduce(T identity, Op op) && {
    auto pieces = run([&](std::size_t) { return identity; },
                      [&](T& sum, auto&& value) { sum = op(std::move(sum), std::forward<decltype(value)>(value)); });
    T sum = std::move(identity);
    for (auto& [begin, piece] : pieces) {
      sum = op(std::move(sum), std::move(piece));
    }
    return sum;
  }

  std::size_t count() && {
    std::size_t sum = 0;
    for (auto& [begin, piece] : run([](std::size_t) { return std::size_t{0}; }, [](std::size_t& n, auto&&) { ++n; })) {
      sum += piece;
    }
    return sum;
  }

 private:
  // One accumulator per group of items, in the order of the items.
  template <class Make, class Add> auto run(Make make, Add add) {
    using Piece = decltype(make(std::size_t{0}));
    auto at = detail::index_range(view_);
    std::mutex mutex;
    std::vector<std::pair<std::size_t, Piece>> pieces;
    detail::FirstFailure failure;
    detail::for_blocks(label_, at.size(), [&](std::size_t begin, std::size_t end) {
      Piece piece = make(begin);
      for (std::size_t i = begin; i < end; ++i) {
        failure.guard(i,
                      [&] { stage_(at[i], [&](auto&& value) { add(piece, std::forward<decltype(value)>(value)); }); });
      }
      std::lock_guard lock(mutex);
      pieces.emplace_back(begin, std::move(piece));
    });
    failure.rethrow();
    std::ranges::sort(pieces, {}, &std::pair<std::size_t, Piece>::first);
    return pieces;
  }

  Label label_;
  View view_;
  Stage stage_;
};

template <std::ranges::forward_range R> auto par_iter(const Label& label, R&& items) {
  auto view = std::views::all(std::forward<R>(items));
  using Item = std::ranges::range_reference_t<decltype(view)>;
  auto stage = [](auto&& item, auto&& sink) { sink(std::forward<decltype(item)>(item)); };
  return ParIter<decltype(view), Item, decltype(stage)>(label, std::move(view), std::move(stage));
}

} // namespace paraudit

#endif
