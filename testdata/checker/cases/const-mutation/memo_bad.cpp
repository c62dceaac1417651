#include <map>
#include <string>

class Demangler {
public:
  std::string demangle(const std::string& name) const { // CHECK: paraudit-const-mutation
    auto it = memo_.find(name);
    if (it != memo_.end())
      return it->second;
    return memo_[name] = name + "()";
  }

private:
  mutable std::map<std::string, std::string> memo_;
};

std::string use(const Demangler& demangler) { return demangler.demangle("f"); }
