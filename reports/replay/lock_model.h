// The state of one lock and who waits for it. Internal to the simulator, which says when things happen.
//
// Thread-safety: one thread. Cost: constant.
#ifndef PARAUDIT_REPORTS_REPLAY_LOCK_MODEL_H
#define PARAUDIT_REPORTS_REPLAY_LOCK_MODEL_H

#include <cstdint>
#include <vector>

#include "reports/replay/program.h"

namespace paraudit::reports::replay {

// Executors that wait, in the order of their coming; an executor waits in one list at most.
class WaitList {
 public:
  bool empty() const { return head_ == kNone; }
  bool single() const { return head_ != kNone && head_ == tail_; }
  std::uint32_t front() const { return head_; }
  void push(std::vector<std::uint32_t>& next, std::uint32_t executor) {
    next[executor] = kNone;
    if (head_ == kNone)
      head_ = executor;
    else
      next[tail_] = executor;
    tail_ = executor;
  }
  std::uint32_t pop(const std::vector<std::uint32_t>& next) {
    std::uint32_t executor = head_;
    head_ = next[executor];
    return executor;
  }

 private:
  std::uint32_t head_ = kNone, tail_ = kNone;
};

struct LockModel {
  static constexpr std::uint64_t kNotForeseen = ~std::uint64_t{0};

  std::uint64_t held_until = kNotForeseen; // else its release is no event: the owner's next one comes after it
  std::uint32_t owner = kNone;             // the executor that holds it alone
  std::uint32_t depth = 0;                 // how often it does
  std::uint32_t readers = 0;
  bool readers_wait = false, writers_wait = false; // reader/writer locks: as the flags of RawRwLock
  WaitList exclusive, shared;

  bool free() const { return owner == kNone && readers == 0; }
  bool readable() const { return owner == kNone && !readers_wait && !writers_wait; }
};

} // namespace paraudit::reports::replay

#endif
