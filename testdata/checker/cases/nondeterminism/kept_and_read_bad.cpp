// The same, but somebody goes through what was kept, or hands it out.
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

static std::unordered_map<std::string, const int*>* zones;
static std::vector<const int*> kept;

const std::deque<const int*>& clear() {
  static auto* cleared = new std::deque<const int*>;
  for (const auto& element : *zones)
    cleared->push_back(element.second); // CHECK: paraudit-nondeterminism
  for (const auto& element : *zones)
    kept.push_back(element.second); // CHECK: paraudit-nondeterminism
  return *cleared;
}

int first() {
  return *kept.front();
}
