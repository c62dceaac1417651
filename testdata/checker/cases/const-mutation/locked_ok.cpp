#include <map>
#include <mutex>
#include <string>

class Demangler {
public:
  std::string demangle(const std::string& name) const {
    std::lock_guard<std::mutex> lock(mutex_);
    return memo_[name] = name + "()";
  }

private:
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::string> memo_;
};

std::string use(const Demangler& demangler) { return demangler.demangle("f"); }
