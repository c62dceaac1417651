// The chains of held locks that one thread has formed before: a set of nonzero 64-bit hashes.
//
// Open addressing; the table's address and size are published in struct paraudit_fast_state, whose inline path looks
// only at a hash's home slot. Single thread. Grows by doubling while half full, up to kMaxBits; beyond, insert says
// "new" no more and counts. Cost: a few ns a probe; growing is one system call and a copy. Two chains have one hash
// with probability 2^-64.
#ifndef PARAUDIT_RUNTIME_LOCK_ORDER_CHAIN_SET_H
#define PARAUDIT_RUNTIME_LOCK_ORDER_CHAIN_SET_H

#include "runtime/abi/fast_path.h"
#include "runtime/platform/system.h"

namespace paraudit::lock_order {

class ChainSet {
 public:
  enum class Result { kKnown, kNew, kNoRoom };

  // Makes an empty set. False when there is no memory.
  bool create() {
    slots_ = static_cast<uint64_t*>(platform::map_memory(bytes(kFirstBits)));
    bits_ = kFirstBits;
    return slots_ != nullptr;
  }
  void destroy() { platform::unmap(slots_, bytes(bits_)); }

  // Forgets all. The table stays as large as it was.
  void clear() {
    for (uint64_t i = 0; used_ != 0 && i < 1ull << bits_; ++i)
      slots_[i] = 0;
    used_ = 0;
  }

  void publish(paraudit_fast_state& fast) const {
    // A signal handler in between must stay inside: the bigger table comes first.
    fast.chains = slots_;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    fast.chain_shift = 64 - bits_;
  }

  Result insert(uint64_t chain, paraudit_fast_state& fast) {
    uint64_t mask = (1ull << bits_) - 1;
    for (uint64_t at = chain >> (64 - bits_);; at = (at + 1) & mask) {
      if (slots_[at] == chain)
        return Result::kKnown;
      if (slots_[at] != 0)
        continue;
      if (used_ * 2 > mask)
        return grow(fast) ? insert(chain, fast) : Result::kNoRoom;
      slots_[at] = chain;
      ++used_;
      return Result::kNew;
    }
  }

 private:
  static constexpr uint32_t kFirstBits = 9, kMaxBits = 24;
  static size_t bytes(uint32_t bits) { return sizeof(uint64_t) << bits; }

  bool grow(paraudit_fast_state& fast) {
    if (bits_ == kMaxBits)
      return false;
    auto* bigger = static_cast<uint64_t*>(platform::map_memory(bytes(bits_ + 1)));
    if (bigger == nullptr)
      return false;
    uint64_t mask = (2ull << bits_) - 1;
    for (uint64_t i = 0; i < 1ull << bits_; ++i) {
      if (slots_[i] == 0)
        continue;
      uint64_t at = slots_[i] >> (63 - bits_);
      while (bigger[at] != 0)
        at = (at + 1) & mask;
      bigger[at] = slots_[i];
    }
    uint64_t* old = slots_;
    slots_ = bigger;
    publish_grown(fast, old);
    return true;
  }
  void publish_grown(paraudit_fast_state& fast, uint64_t* old) {
    uint32_t old_bits = bits_++;
    publish(fast);
    platform::unmap(old, bytes(old_bits));
  }

  uint64_t* slots_ = nullptr;
  uint32_t bits_ = 0;
  uint64_t used_ = 0;
};

} // namespace paraudit::lock_order
#endif
