// A registry that only constructors of static objects fill: complete before main, and read by all threads.
#include <map>
#include <string>
#include <thread>

using Pass = void (*)();

static std::map<std::string, Pass>& registry() {
  static std::map<std::string, Pass> passes;
  return passes;
}

static int registered;

void add_pass(const std::string& name, Pass pass) {
  registry()[name] = pass;
  ++registered;
}

struct Register {
  Register(const std::string& name, Pass pass) { add_pass(name, pass); }
};

static void inline_calls() {}
static void fold_constants() {}
static Register inliner("inline", inline_calls);
static Register folder("fold", fold_constants);

void run(const std::string& name) {
  auto found = registry().find(name);
  if (found != registry().end()) found->second();
}

int main() {
  std::thread other([] { run("inline"); });
  run("fold");
  other.join();
  return registered;
}
