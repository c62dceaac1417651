#include <map>
#include <string>
#include <vector>

static std::map<std::string, int> symbols; // its lazy filling is told by paraudit-lazy-init
static std::vector<int> worklist;          // CHECK: paraudit-mutable-global
static int slots[8];                       // CHECK: paraudit-mutable-global

int intern(const std::string& name) {
  auto found = symbols.find(name);
  if (found != symbols.end())
    return found->second;
  return symbols[name] = static_cast<int>(symbols.size());
}

void push(int item) { worklist.push_back(item); }
void set(int slot, int value) { slots[slot] = value; }
