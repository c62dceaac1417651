// The same registry, which a plug-in adds to while threads run.
#include <map>
#include <string>
#include <thread>

using Pass = void (*)();

static std::map<std::string, Pass> passes; // CHECK: paraudit-mutable-global

void add_pass(const std::string& name, Pass pass) {
  passes[name] = pass;
}

struct Register {
  Register(const std::string& name, Pass pass) { add_pass(name, pass); }
};

static void inline_calls() {}
static void fold_constants() {}
static Register inliner("inline", inline_calls);

void load_plugin() { add_pass("fold", fold_constants); }

void run(const std::string& name) {
  if (name == "fold") load_plugin();
  auto found = passes.find(name);
  if (found != passes.end()) found->second();
}

int main() {
  std::thread other([] { run("inline"); });
  run("fold");
  other.join();
}
