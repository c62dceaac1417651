#include <map>
#include <mutex>
#include <string>

class Symbols {
public:
  using Map = std::map<std::string, int>;
  Map::iterator lookup(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    return symbols_.find(name); // CHECK: paraudit-guarded-escape
  }
  void define(const std::string& name, int value) {
    std::lock_guard<std::mutex> lock(mutex_);
    symbols_[name] = value;
  }

private:
  std::mutex mutex_;
  Map symbols_;
};

int use(Symbols& symbols) {
  symbols.define("a", 1);
  return symbols.lookup("a")->second;
}
