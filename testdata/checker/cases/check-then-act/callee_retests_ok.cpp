// The second section is in a callee, which tests for itself.
#include <map>
#include <mutex>

class Slots {
public:
  bool is_free(int slot) {
    std::lock_guard<std::mutex> lock(mutex_);
    return owners_.count(slot) == 0;
  }
  bool take(int slot, int owner) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (owners_.count(slot) != 0)
      return false;
    owners_[slot] = owner;
    return true;
  }

private:
  std::mutex mutex_;
  std::map<int, int> owners_;
};

bool claim(Slots& slots, int slot) {
  if (slots.is_free(slot))
    return slots.take(slot, 1);
  return false;
}
