// The gate is held in one of the two orders only, so it keeps nothing apart.
#include <mutex>
#include <vector>

class SymbolTable {
 public:
  void define(int symbol) {
    std::lock_guard<std::mutex> gate(pipeline_);
    std::lock_guard<std::mutex> names(names_);
    std::lock_guard<std::mutex> scopes(scopes_); // CHECK: paraudit-lock-order-inversion
    symbols_.push_back(symbol);
  }
  void leave() {
    std::lock_guard<std::mutex> scopes(scopes_);
    std::lock_guard<std::mutex> names(names_);
    symbols_.clear();
  }

 private:
  std::mutex pipeline_;
  std::mutex names_;
  std::mutex scopes_;
  std::vector<int> symbols_;
};

SymbolTable table;
void parse() {
  table.define(1);
}
void end_scope() {
  table.leave();
}
