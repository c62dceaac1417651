// A module loader waits for a background parse with its table locked.
#include <future>
#include <map>
#include <mutex>
#include <string>

struct Module {
  int id = 0;
};

std::mutex modules_lock;
std::map<std::string, Module> modules;

Module load(const std::string& name, std::future<Module>& parsed) {
  std::unique_lock<std::mutex> lock(modules_lock);
  Module module = parsed.get(); // CHECK: paraudit-blocking-under-lock
  modules[name] = module;
  return module;
}
