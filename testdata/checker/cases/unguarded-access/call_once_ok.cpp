// Written under call_once, read after it.
#include <mutex>
#include <string>

class Target {
public:
  const std::string& triple() {
    std::call_once(once_, [this] { triple_ = "x86_64-linux-gnu"; });
    return triple_;
  }

private:
  std::once_flag once_;
  std::string triple_;
};

unsigned long use(Target& target) { return target.triple().size(); }
