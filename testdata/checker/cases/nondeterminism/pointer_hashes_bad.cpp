// Of addresses the same hash gives another order in each run, and the standard library may hash integers as it likes.
#include <iostream>
#include <unordered_map>

namespace llvm {
template <class K, class V> struct Pair {
  K first;
  V second;
};
template <class K, class V> class DenseMap {
 public:
  Pair<K, V>* begin() const { return entries_; }
  Pair<K, V>* end() const { return entries_ + size_; }

 private:
  Pair<K, V>* entries_ = nullptr;
  unsigned size_ = 0;
};
template <class K> class DenseSet {
 public:
  K* begin() const { return entries_; }
  K* end() const { return entries_ + size_; }

 private:
  K* entries_ = nullptr;
  unsigned size_ = 0;
};
} // namespace llvm

struct Block {
  int number;
};

void dump(const llvm::DenseMap<const Block*, int>& counts, const llvm::DenseSet<Block*>& blocks) {
  for (const auto& entry : counts)
    std::cout << entry.second << '\n'; // CHECK: paraudit-nondeterminism
  for (Block* block : blocks)
    std::cout << block->number << '\n'; // CHECK: paraudit-nondeterminism
}

void dump(const std::unordered_map<unsigned, int>& groups) {
  for (const auto& [group, count] : groups)
    std::cout << group << ' ' << count << '\n'; // CHECK: paraudit-nondeterminism
}
