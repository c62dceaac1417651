// Find, then insert: a memo is lazily initialised, too.
#include <map>

static std::map<int, int> sizes;

int compute(int type);

int size_of(int type) {
  auto it = sizes.find(type);
  if (it != sizes.end()) // CHECK: paraudit-lazy-init
    return it->second;
  int size = compute(type);
  sizes.emplace(type, size);
  return size;
}
