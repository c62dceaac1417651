#include <mutex>
#include <string>

static std::once_flag flag;
static std::string value;

const std::string& get() {
  std::call_once(flag, [] { value = "computed"; });
  return value;
}
