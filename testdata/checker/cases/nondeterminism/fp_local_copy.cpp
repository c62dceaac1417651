// The names are copied because the table may change; each is bound by itself, in whatever order.
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

class Scope {
 public:
  bool import(const Scope& other) {
    std::vector<std::pair<std::string, int>> names;
    for (const auto& [name, value] : other.names_)
      if (value > 0)
        names.emplace_back(name, value);
    bool changed = false;
    for (const auto& [name, value] : names)
      changed |= bind(name, value);
    return changed && !names.empty();
  }

 private:
  bool bind(const std::string& name, int value) { return names_.emplace(name, value).second; }
  std::unordered_map<std::string, int> names_;
};

bool use(Scope& one, const Scope& other) {
  return one.import(other);
}
