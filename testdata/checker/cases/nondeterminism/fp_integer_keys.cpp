// LLVM's tables hash integers and enumerations with one function for all runs.
#include <iostream>

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

enum class Opcode { kAdd, kMul };

void dump(const llvm::DenseMap<unsigned, int>& groups, const llvm::DenseSet<Opcode>& opcodes) {
  for (const auto& group : groups)
    std::cout << group.first << ' ' << group.second << '\n';
  for (Opcode opcode : opcodes)
    std::cout << static_cast<int>(opcode) << '\n';
}
