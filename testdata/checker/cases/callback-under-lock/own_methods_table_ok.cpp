// A table of the class's own methods is a switch: what runs is in plain sight, and what it locks is told by the order checks.
#include <mutex>

class Automaton {
 public:
  bool search(int kind) {
    std::lock_guard lock(cache_mutex_);
    static bool (Automaton::*const kSearches[])() = {&Automaton::forward, &Automaton::backward};
    return (this->*kSearches[kind])();
  }

 private:
  bool forward() {
    std::lock_guard lock(mutex_);
    return ++steps_ > 0;
  }
  bool backward() {
    std::lock_guard lock(mutex_);
    return --steps_ > 0;
  }

  std::mutex cache_mutex_;
  std::mutex mutex_;
  int steps_ = 0;
};

bool run(Automaton& automaton) {
  return automaton.search(1);
}
