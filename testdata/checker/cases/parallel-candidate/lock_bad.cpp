// Every iteration interns under one lock.
#include <map>
#include <mutex>
#include <string>
#include <vector>

static std::mutex names_lock;
static std::map<std::string, int> names;

static int intern(const std::string& name) {
  std::lock_guard<std::mutex> lock(names_lock);
  return names.emplace(name, static_cast<int>(names.size())).first->second;
}

struct Module {
  std::vector<std::string> words;
  std::vector<int> symbols;
};

static void resolve(Module& module) {
  for (const std::string& word : module.words)
    module.symbols.push_back(intern(word));
}

void resolve_all(std::vector<Module>& modules) {
  for (Module& module : modules) // CHECK: paraudit-parallel-candidate
    resolve(module);
}
