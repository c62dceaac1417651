// The result is waited for first, the table locked after that.
#include <future>
#include <map>
#include <mutex>
#include <string>

std::mutex modules_lock;
std::map<std::string, int> modules;

int load(const std::string& name, std::future<int>& parsed) {
  int module = parsed.get();
  std::lock_guard<std::mutex> lock(modules_lock);
  modules[name] = module;
  return module;
}
