// The waits and releases of one run, object by object.
//
// First all waits are added, then group_waits, then the releases that matter, then blame. Thread-safety: one thread.
// Cost: linear in waits and releases that come thread by thread, each thread's in time order (merge_runs.h); else
// O(n log n). Memory: 36 bytes a wait, 16 a release, some dozens an object.
#ifndef PARAUDIT_REPORTS_ANALYSIS_OBJECT_EVENTS_H
#define PARAUDIT_REPORTS_ANALYSIS_OBJECT_EVENTS_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reports/analysis/blame.h"
#include "reports/analysis/flat_table.h"

namespace paraudit::reports {

class ObjectEvents {
 public:
  // The object's number, for events; the key may be any but ~0.
  std::uint32_t number_of(std::uint64_t key);
  // nullptr when the object has no number yet.
  const std::uint32_t* find(std::uint64_t key) const { return numbers_.find(key); }
  std::size_t size() const { return objects_.size(); }
  // Calls visit(key, number) for each object.
  template <class Visit> void for_each_object(Visit visit) const { numbers_.for_each(visit); }

  void reserve_waits(std::size_t count) { waits_.reserve(count); }
  void add_wait(const WaitEvent& wait) { waits_.push_back(wait); }
  const std::vector<WaitEvent>& waits() const { return waits_; } // as they were added
  // After the last wait.
  void group_waits();
  // An object's waits as indices into `waits`, by begin.
  std::span<const std::uint32_t> waits_of(std::uint32_t object) const {
    const Object& of = objects_[object];
    return {order_.data() + of.first_wait, order_.data() + of.end_wait};
  }
  void reserve_releases(std::uint32_t object, std::size_t count) { objects_[object].releases.reserve(count); }
  void add_release(std::uint32_t object, const ReleaseEvent& release) { objects_[object].releases.push_back(release); }

  // Calls visit(wait, release, length) for each piece of each wait: see attribute_wait. Sorts the releases. Equal times
  // stand by thread, then as they were given.
  template <class SiteOf, class Visit>
  void attribute_waits(BlameRule rule, std::uint64_t slack, SiteOf site_of, Visit visit) {
    for (std::uint32_t object = 0; object < objects_.size(); ++object) {
      std::span<const std::uint32_t> waits = waits_of(object);
      if (waits.empty())
        continue;
      std::span<const ReleaseEvent> after = sorted_releases(object);
      for (std::uint32_t index : waits) {
        const WaitEvent& wait = waits_[index];
        std::size_t before = 0;
        while (before < after.size() && after[before].time <= wait.begin)
          ++before;
        after = after.subspan(before);
        attribute_wait(wait, after, rule, slack, site_of,
                       [&](const ReleaseEvent* release, std::uint64_t length) { visit(wait, release, length); });
      }
    }
  }

 private:
  struct Object {
    std::size_t first_wait = 0, end_wait = 0; // in order_
    std::vector<ReleaseEvent> releases;
  };

  std::span<const ReleaseEvent> sorted_releases(std::uint32_t object);

  FlatTable<std::uint32_t> numbers_;
  std::vector<Object> objects_;
  std::vector<WaitEvent> waits_;
  std::vector<std::uint32_t> order_; // indices into waits_, object by object
};

} // namespace paraudit::reports

#endif
