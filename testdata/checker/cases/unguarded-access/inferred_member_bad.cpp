// Two methods lock, one does not.
#include <map>
#include <mutex>
#include <string>

class SymbolTable {
public:
  void add(const std::string& name, int id) {
    std::lock_guard<std::mutex> lock(mutex_);
    symbols_[name] = id;
  }
  void remove(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    symbols_.erase(name);
  }
  unsigned long size() const {
    return symbols_.size(); // CHECK: paraudit-unguarded-access
  }

private:
  mutable std::mutex mutex_;
  std::map<std::string, int> symbols_;
};

unsigned long use(SymbolTable& table) {
  table.add("main", 1);
  table.remove("main");
  return table.size();
}
