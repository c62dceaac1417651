#include <vector>

const std::vector<int>& table() {
  static const std::vector<int> kTable = [] { return std::vector<int>(256, 1); }();
  return kTable;
}
