#include "reports/analysis/lock_same_recording.h"

#include <algorithm>

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxOperations = 250;

// What the recorder tells apart of a script: the lists of two and more locks that an acquisition makes.
std::set<HeldList> chains_of(const Script& script) {
  std::set<HeldList> chains;
  std::vector<HeldList> held = held_everywhere(script);
  for (std::size_t i = 0; i < script.size(); ++i)
    if (script[i].kind == Kind::kAcquire && held[i + 1].size() > 1)
      chains.insert(held[i + 1]);
  return chains;
}

class Loosest {
 public:
  explicit Loosest(const Script& script) : script_(script), chains_(chains_of(script)) {}

  Script make() {
    for (const HeldList& chain : chains_) {
      goals_.clear();
      steps_.clear();
      reach(chain);
    }
    return std::move(script_);
  }

 private:
  // An acquisition, and what is released right after it.
  struct Step {
    Held acquired;
    HeldList released;
  };

  // Backwards: `goal` is what is held before the steps chosen so far, last first.
  void reach(const HeldList& goal) {
    if (goal.size() == 1) {
      steps_.push_back({goal[0], {}});
      append_section();
      steps_.pop_back();
      return;
    }
    if (std::find(goals_.begin(), goals_.end(), goal) != goals_.end())
      return;
    goals_.push_back(goal);
    if (chains_.count(goal)) {
      reach_over(goal, {});
    } else {
      for (const HeldList& chain : chains_)
        if (HeldList released; ends_as(chain, goal, released))
          reach_over(chain, released);
    }
    goals_.pop_back();
  }

  void reach_over(const HeldList& chain, const HeldList& released) {
    steps_.push_back({chain.back(), released});
    reach(HeldList(chain.begin(), chain.end() - 1));
    steps_.pop_back();
  }

  // Both end with one acquisition, and `goal` is left of `chain` when `released` is released.
  static bool ends_as(const HeldList& chain, const HeldList& goal, HeldList& released) {
    if (chain.size() <= goal.size() || chain.back() != goal.back())
      return false;
    auto wanted = goal.begin();
    for (const Held& held : chain)
      if (wanted != goal.end() && held == *wanted)
        ++wanted;
      else
        released.push_back(held);
    return wanted == goal.end();
  }

  void append_section() {
    Script section;
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
      section.push_back({Kind::kAcquire, step->acquired.lock, step->acquired.mode});
      for (auto held = step->released.rbegin(); held != step->released.rend(); ++held)
        section.push_back({Kind::kRelease, held->lock});
    }
    HeldList left = held_everywhere(section).back();
    for (auto held = left.rbegin(); held != left.rend(); ++held)
      section.push_back({Kind::kRelease, held->lock});
    std::set<HeldList> formed = chains_of(section);
    bool known = std::includes(chains_.begin(), chains_.end(), formed.begin(), formed.end());
    if (!known || script_.size() + section.size() > kMaxOperations || !let_tries_fail(section))
      return;
    script_.insert(script_.end(), section.begin(), section.end());
  }

  // A try that fails goes on after its release, where as much is held as before it. False where what was held before
  // has been released by then.
  bool let_tries_fail(Script& section) const {
    std::vector<HeldList> held = held_everywhere(section);
    for (std::size_t i = 0; i < section.size(); ++i) {
      if (section[i].kind != Kind::kAcquire || !(section[i].mode & PARAUDIT_TRY))
        continue;
      std::size_t end = i + 1;
      while (end < section.size() && held[end] != held[i])
        ++end;
      if (held[end] != held[i])
        return false;
      section[i].after_failure = script_.size() + end;
    }
    return true;
  }

  Script script_;
  const std::set<HeldList> chains_;
  std::vector<HeldList> goals_; // those on the way, against circles
  std::vector<Step> steps_;
};

} // namespace

Program loosest_of_same_recording(const Program& program) {
  Program result = program;
  for (std::size_t thread = 1; thread < program.threads.size(); ++thread)
    result.threads[thread] = Loosest(program.threads[thread]).make();
  return result;
}

} // namespace paraudit::reports
