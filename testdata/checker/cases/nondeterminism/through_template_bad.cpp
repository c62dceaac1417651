// The output is in a callable that a template of the program calls.
#include <iostream>
#include <string>
#include <unordered_map>

class Index {
public:
  template <class F> void each(F f) const {
    for (const auto& [name, value] : entries_)
      f(name); // CHECK: paraudit-nondeterminism
  }

private:
  std::unordered_map<std::string, int> entries_;
};

void dump(const Index& index) {
  index.each([](const std::string& name) { std::cout << name; });
}
