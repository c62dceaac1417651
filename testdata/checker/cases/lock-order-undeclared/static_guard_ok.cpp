// Static-init guards and call_once need no declaration.
#include <mutex>
#include <string>

std::mutex registry;
std::once_flag once;

std::string make();

const std::string& name() {
  static std::string text = make();
  return text;
}

void use() {
  std::lock_guard<std::mutex> guard(registry);
  name();
  std::call_once(once, [] {});
}
