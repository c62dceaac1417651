// A small seeded generator of pseudo-random numbers (splitmix64; Steele, Lea and Flood, 2014).
//
// The standard library's distributions differ between implementations, and a crate must be the same everywhere for one
// seed; so the few draws that are needed are here. Not for several threads at once. Cost: a few instructions a draw.
#ifndef PARAUDIT_MINICOMPILER_GEN_RANDOM_H
#define PARAUDIT_MINICOMPILER_GEN_RANDOM_H

#include <cstddef>
#include <cstdint>

namespace minirc::gen {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t x = state_ += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
  }

  /// A number in [0, bound); bound > 0. The bias of the remainder is below 2^-40 for the small bounds used here.
  uint64_t below(uint64_t bound) { return next() % bound; }

  /// A number in [low, high].
  uint64_t between(uint64_t low, uint64_t high) { return low + below(high - low + 1); }

  bool chance(unsigned percent) { return below(100) < percent; }

  template <class Container> const auto& pick(const Container& items) {
    return items[static_cast<size_t>(below(items.size()))];
  }

 private:
  uint64_t state_;
};

} // namespace minirc::gen

#endif
