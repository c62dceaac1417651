// Reading is what const is for; locals and what came in by value may change.
#include <map>
#include <string>

class Symbols {
public:
  int find(const std::string& name, int fallback) const {
    std::map<std::string, int> copy = symbols_;
    copy["x"] = 1;
    auto it = copy.find(name);
    fallback += 1;
    return it == copy.end() ? fallback : it->second;
  }

private:
  std::map<std::string, int> symbols_;
};

int use(const Symbols& symbols) { return symbols.find("x", 0); }
