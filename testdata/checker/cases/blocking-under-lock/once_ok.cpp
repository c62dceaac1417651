// Initialisation that everybody has to wait for anyway: no lock of the program's is held.
#include <fstream>
#include <mutex>
#include <string>

static std::once_flag once;
static std::string target;

const std::string& host_target() {
  std::call_once(once, [] {
    std::ifstream in("/etc/target");
    std::getline(in, target);
  });
  return target;
}

const std::string& host_cpu() {
  static const std::string cpu = [] {
    std::ifstream in("/proc/cpuinfo");
    std::string line;
    std::getline(in, line);
    return line;
  }();
  return cpu;
}
