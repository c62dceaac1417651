// Guards of static initialisation and call_once need no declaration.
#include <mutex>
#include <string>

std::mutex mutex;
std::once_flag flag;

static const std::string& name() {
  static const std::string text(40, 'x');
  return text;
}

void use() {
  std::lock_guard<std::mutex> guard(mutex);
  std::call_once(flag, [] {});
  (void)name();
}
