// The second section tests again: emplace() and insert() keep what a key has, and an empty slot is looked at.
#include <map>
#include <mutex>
#include <unordered_set>
#include <string>

static std::mutex lock;
static std::map<int, int*> slots;
static std::map<int, int> squares;
static std::unordered_set<std::string> names;

int* slot_of(int key) {
  {
    std::lock_guard<std::mutex> hold(lock);
    auto found = slots.find(key);
    if (found != slots.end())
      return found->second;
  }
  std::lock_guard<std::mutex> hold(lock);
  int*& slot = slots[key];
  if (!slot)
    slot = new int(key);
  return slot;
}

int square(int key) {
  {
    std::lock_guard<std::mutex> hold(lock);
    auto found = squares.find(key);
    if (found != squares.end())
      return found->second;
  }
  int made = key * key;
  std::lock_guard<std::mutex> hold(lock);
  return squares.emplace(key, made).first->second;
}

static void remember(const std::string& name) {
  std::lock_guard<std::mutex> hold(lock);
  names.insert(name);
}
bool is_new(const std::string& name) {
  {
    std::lock_guard<std::mutex> hold(lock);
    if (names.count(name) != 0)
      return false;
  }
  remember(name);
  return true;
}
