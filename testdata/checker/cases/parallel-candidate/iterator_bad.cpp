// By iterator, over pointers that the collection owns.
#include <memory>
#include <vector>

class Function {
public:
  void number() {
    int next = 0;
    for (int& block : blocks_) {
      block = next++;
      if (block % 5 == 0)
        longest_ = block * 2 + 1;
    }
  }

private:
  std::vector<int> blocks_;
  int longest_ = 0;
};

void number_all(std::vector<std::unique_ptr<Function>>& functions) {
  for (const auto& function : functions) // CHECK: paraudit-parallel-candidate
    function->number();
}
