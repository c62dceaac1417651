// Objects are collected in order, and their sizes summed up: two obstacles, both easy to mend.
#include <vector>

struct Unit {
  std::vector<int> functions;
};
struct Object {
  std::vector<char> bytes;
};

static Object emit(const Unit& unit) {
  Object object;
  for (int function : unit.functions) {
    object.bytes.push_back(static_cast<char>(function));
    object.bytes.push_back(static_cast<char>(function >> 8));
  }
  return object;
}

std::vector<Object> emit_all(const std::vector<Unit>& units) {
  std::vector<Object> objects;
  for (const Unit& unit : units) // CHECK: paraudit-parallel-candidate
    objects.push_back(emit(unit));
  return objects;
}
