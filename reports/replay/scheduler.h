// Which task a free worker takes next: the queues of the worker pool. Internal to the simulator.
//
// Thread-safety: one thread. Cost: constant, but for a search through all workers when there is nothing to steal.
#ifndef PARAUDIT_REPORTS_REPLAY_SCHEDULER_H
#define PARAUDIT_REPORTS_REPLAY_SCHEDULER_H

#include <cstdint>
#include <vector>

#include "reports/replay/simulator.h"

namespace paraudit::reports::replay {

class Scheduler {
 public:
  Scheduler(unsigned workers, Scheduling scheduling, std::uint64_t seed)
      : central_(scheduling == Scheduling::kCentral), own_(central_ ? 1 : workers), random_(seed * 2 + 1) {}

  // A task that a worker spawned; one from outside of the pool; a strand that can go on.
  void push(std::uint32_t worker, std::uint32_t task) { own_[central_ ? 0 : worker].push(task); }
  void push_root(std::uint32_t task) { roots_.push(task); }
  void push_resumed(std::uint32_t strand) { resumed_.push(strand); }

  struct Found {
    std::uint32_t strand = kNone;
    bool resumed = false, stolen = false;
  };
  // `begun(task)`: it is on some stack already, its entry in a queue is stale.
  template <class Begun> Found take(std::uint32_t worker, Begun begun) {
    if (central_ && !resumed_.empty())
      return {resumed_.pop_oldest(), true, false};
    if (std::uint32_t task = own_[central_ ? 0 : worker].newest(begun); task != kNone)
      return {task, false, false};
    if (!resumed_.empty())
      return {resumed_.pop_oldest(), true, false};
    if (std::uint32_t task = roots_.oldest(begun); task != kNone)
      return {task, false, false};
    return steal(begun);
  }

 private:
  // Both ends, without giving memory back: a simulation is short.
  struct Queue {
    std::vector<std::uint32_t> items;
    std::size_t first = 0;

    bool empty() const { return first == items.size(); }
    void push(std::uint32_t item) {
      if (empty()) {
        items.clear();
        first = 0;
      }
      items.push_back(item);
    }
    std::uint32_t pop_oldest() { return items[first++]; }
    template <class Begun> std::uint32_t newest(Begun begun) {
      while (!empty()) {
        std::uint32_t item = items.back();
        items.pop_back();
        if (!begun(item))
          return item;
      }
      return kNone;
    }
    template <class Begun> std::uint32_t oldest(Begun begun) {
      while (!empty())
        if (std::uint32_t item = pop_oldest(); !begun(item))
          return item;
      return kNone;
    }
  };

  template <class Begun> Found steal(Begun begun) {
    random_ ^= random_ << 13; // xorshift64 (Marsaglia 2003)
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    std::size_t first = random_ % own_.size();
    for (std::size_t i = 0; i < own_.size(); ++i)
      if (std::uint32_t task = own_[(first + i) % own_.size()].oldest(begun); task != kNone)
        return {task, false, true};
    return {};
  }

  bool central_;
  std::vector<Queue> own_;
  Queue roots_, resumed_;
  std::uint64_t random_;
};

} // namespace paraudit::reports::replay

#endif
