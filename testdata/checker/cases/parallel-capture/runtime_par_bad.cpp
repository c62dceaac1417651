// The runtime's parallel iteration, with a map that all tasks insert into.
#include <map>
#include <string>
#include <vector>

namespace paraudit {
struct Label {
  const char* text;
};
template <class R, class F> void par_for_each_in(const Label&, R&& items, F&& f) {
  for (auto& item : items)
    f(item);
}
} // namespace paraudit

struct Module {
  std::string name;
  int size;
};

std::map<std::string, int> sizes(std::vector<Module>& modules) {
  std::map<std::string, int> result;
  paraudit::par_for_each_in({"sizes"}, modules, [&](Module& module) {
    result[module.name] = module.size; // CHECK: paraudit-parallel-capture
    module.size = 0;
  });
  return result;
}
