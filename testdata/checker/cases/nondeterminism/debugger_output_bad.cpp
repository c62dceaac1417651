// A debugger's output is what it is for, and a dump may be compared; and what is printed where nobody debugs.
#include <cstdio>
#include <string>
#include <unordered_map>

bool debug;

class Debugger {
 public:
  void list() const {
    for (const auto& [name, line] : breakpoints_)
      std::printf("%s %d\n", name.c_str(), line); // CHECK: paraudit-nondeterminism
  }
  void dump() const {
    for (const auto& [name, line] : breakpoints_) {
      if (debug)
        continue;
      std::printf("%s %d\n", name.c_str(), line); // CHECK: paraudit-nondeterminism
    }
  }

 private:
  std::unordered_map<std::string, int> breakpoints_;
};

void use(Debugger& debugger) {
  debugger.list();
  debugger.dump();
}
