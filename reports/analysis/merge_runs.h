// Sorts a list that is made of a few ascending stretches one after another, as the events of one thread after those of
// the next are. Source: natural merge sort (D. E. Knuth, The Art of Computer Programming, vol. 3, 5.2.4); quicksort
// does badly on such lists.
//
// Thread-safety: none. Cost: linear for one stretch, n log(stretches) comparisons else, and a copy of half the list
// while it merges. Equal items keep their order.
#ifndef PARAUDIT_REPORTS_ANALYSIS_MERGE_RUNS_H
#define PARAUDIT_REPORTS_ANALYSIS_MERGE_RUNS_H

#include <algorithm>
#include <cstddef>
#include <vector>

namespace paraudit::reports {

template <class T, class Less> void merge_runs(T* first, T* last, Less less) {
  std::vector<T*> bounds = {first}; // of the stretches
  for (T* at = first; at != last; bounds.push_back(at))
    at = std::is_sorted_until(at, last, less);
  std::vector<T> left;
  while (bounds.size() > 2) {
    std::size_t kept = 1;
    for (std::size_t i = 2; i < bounds.size(); i += 2) {
      left.assign(bounds[i - 2], bounds[i - 1]);
      // What is merged never overtakes what is left of the right stretch.
      T *out = bounds[i - 2], *right = bounds[i - 1];
      for (const T& item : left) {
        while (right != bounds[i] && less(*right, item))
          *out++ = *right++;
        *out++ = item;
      }
      bounds[kept++] = bounds[i];
    }
    if (bounds.size() % 2 == 0)
      bounds[kept++] = last;
    bounds.resize(kept);
  }
}

} // namespace paraudit::reports

#endif
