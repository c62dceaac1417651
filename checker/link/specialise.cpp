#include "checker/link/specialise.h"

#include "checker/link/overriders.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace paraudit::link {
namespace {

using facts::BlockId;
using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::FunctionFacts;

using Constants = std::map<uint32_t, int64_t>; // by parameter

// What is known of a function's arguments in the calls that a copy is for.
struct Known {
  Constants constants;
  std::string receiver_class; // the object's, where it leaves something out

  bool is_nothing() const { return constants.empty() && receiver_class.empty(); }
};

bool is_named_call(const Event& event) {
  bool is_named = event.callee_kind == CalleeKind::kDirect || event.callee_kind == CalleeKind::kVirtual;
  return event.kind == EventKind::kCall && is_named && !event.callee.empty();
}

// What decides over locks, and who waits for whom.
bool matters_itself(const Event& event) {
  switch (event.kind) {
  case EventKind::kAcquire:
  case EventKind::kRelease:
  case EventKind::kGuardBind:
  case EventKind::kBlocking:
  case EventKind::kDispatch:
  case EventKind::kJoin:
  case EventKind::kWait:
  case EventKind::kInitBegin:
    return true;
  case EventKind::kCall:
    return event.callee_kind == CalleeKind::kFunctionPointer || event.callee_kind == CalleeKind::kFunctionObject;
  default:
    return false;
  }
}

// Which of the successors a block goes on to, where what is known of the parameters tells.
std::optional<size_t> side_taken(const facts::Block& block, const Constants& constants) {
  const facts::ParameterTest& test = block.parameter_test;
  auto known = constants.find(test.parameter);
  if (test.parameter == facts::kNone || known == constants.end()) {
    return std::nullopt;
  }
  size_t side = 0;
  if (!test.cases.empty()) {
    side = static_cast<size_t>(std::find(test.cases.begin(), test.cases.end(), known->second) - test.cases.begin());
  } else if (block.successors.size() == 2) {
    side = (known->second == test.value) != test.unequal ? 0 : 1;
  }
  const bool is_feasible = side < block.successors.size() && block.successors[side] != facts::kNone;
  return is_feasible ? std::optional<size_t>(side) : std::nullopt;
}

// The blocks that can be reached where the parameters have these values.
std::vector<bool> reachable(const FunctionFacts& function, const Constants& constants) {
  std::vector<bool> seen(function.blocks.size());
  std::vector<BlockId> work;
  auto visit = [&](BlockId block) {
    if (block != facts::kNone && !seen[block]) {
      seen[block] = true;
      work.push_back(block);
    }
  };
  if (!function.blocks.empty()) {
    visit(0);
  }
  while (!work.empty()) {
    const facts::Block& block = function.blocks[work.back()];
    work.pop_back();
    const std::optional<size_t> taken = side_taken(block, constants);
    for (size_t side = 0; side < block.successors.size(); ++side) {
      if (!taken || side == *taken) {
        visit(block.successors[side]);
      }
    }
  }
  return seen;
}

// The values that the function tells apart, of each of its parameters, and one that is none of them.
std::map<uint32_t, std::set<int64_t>> values_told_apart(const FunctionFacts& function) {
  std::map<uint32_t, std::set<int64_t>> values;
  for (const facts::Block& block : function.blocks) {
    const facts::ParameterTest& test = block.parameter_test;
    if (test.parameter == facts::kNone) {
      continue;
    }
    std::set<int64_t>& of_parameter = values[test.parameter];
    of_parameter.insert(test.cases.begin(), test.cases.end());
    if (test.cases.empty()) {
      of_parameter.insert(test.value);
    }
  }
  for (auto& [parameter, of_parameter] : values) {
    int64_t other = 0;
    while (of_parameter.contains(other)) {
      ++other;
    }
    of_parameter.insert(other);
  }
  return values;
}

class Specialiser {
 public:
  Specialiser(ProgramIndex& index, std::map<std::string, Function>& functions)
      : index_(index), functions_(functions), overriders_(index) {}

  Specialised run() {
    find_what_matters();
    find_deciding();
    std::vector<std::string> originals;
    for (const auto& [symbol, function] : functions_) {
      if (function.has_body) {
        originals.push_back(symbol);
      }
    }
    for (const std::string& symbol : originals) {
      specialise_calls(symbol, {});
    }
    while (!work_.empty()) {
      auto [symbol, known] = work_.back();
      work_.pop_back();
      specialise_calls(symbol, known);
    }
    replace_originals(originals);
    return std::move(result_);
  }

 private:
  // Those that a call by name may reach.
  std::vector<std::string> callees(const Function& caller, const Event& event) const {
    std::vector<std::string> all;
    for_each_callee(caller, event, [&](const std::string& callee) { all.push_back(callee); });
    return all;
  }

  template <class Visit> void for_each_callee(const Function& caller, const Event& event, Visit visit) const {
    if (!is_named_call(event)) {
      return;
    }
    Overriders::Methods methods;
    if (event.callee_kind == CalleeKind::kVirtual) {
      methods = overriders_.of_call(caller, event);
    }
    if (methods.empty()) {
      return visit(event.callee);
    }
    for (const std::string& method : methods) {
      visit(method);
    }
  }

  bool event_matters(const Function& caller, const Event& event) const {
    bool matters = matters_itself(event);
    for_each_callee(caller, event, [&](const std::string& callee) { matters = matters || matters_.contains(callee); });
    return matters;
  }

  // Functions that lock, wait or call what is not known, by themselves or through calls by name.
  void find_what_matters() {
    std::unordered_map<std::string, std::vector<std::string>> callers;
    std::vector<std::string> work;
    auto add = [&](const std::string& symbol) {
      if (matters_.insert(symbol).second) {
        work.push_back(symbol);
      }
    };
    for (const auto& [symbol, function] : functions_) {
      for (const Event& event : function.facts->events) {
        for_each_callee(function, event, [&](const std::string& callee) { callers[callee].push_back(symbol); });
        if (matters_itself(event)) {
          add(symbol);
        }
      }
      if (!function.facts->delta.acquired.empty() || !function.facts->required.empty()) {
        add(symbol);
      }
    }
    while (!work.empty()) {
      const std::string symbol = work.back();
      work.pop_back();
      for (const std::string& caller : callers[symbol]) {
        add(caller);
      }
    }
  }

  // The parameters whose values decide over something that matters.
  void find_deciding() {
    for (const auto& [symbol, function] : functions_) {
      if (function.has_body && matters_.contains(symbol)) {
        find_deciding_tests(symbol, function);
        find_deciding_receiver(symbol, function);
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [symbol, function] : functions_) {
        for (const Event& event : function.facts->events) {
          for_each_callee(function, event, [&](const std::string& callee) {
            changed |= decides_through(symbol, event, callee);
            changed |= passes_receiver(symbol, function, event, callee);
          });
        }
      }
    }
  }

  bool decides_through(const std::string& caller, const Event& call, const std::string& callee) {
    bool changed = false;
    auto deciding = deciding_.find(callee);
    for (uint32_t formal : deciding == deciding_.end() ? std::set<uint32_t>() : deciding->second) {
      const uint32_t own = formal < call.actuals.size() ? call.actuals[formal].passes : facts::kNone;
      changed |= own != facts::kNone && deciding_[caller].insert(own).second;
    }
    return changed;
  }

  // The object's class decides where the function calls virtual methods of its own object.
  void find_deciding_receiver(const std::string& symbol, const Function& function) {
    for (const Event& event : function.facts->events) {
      if (event.callee_kind == CalleeKind::kVirtual && index_.is_own_object(function, event.receiver.path) &&
          callees(function, event).size() > 1 && event_matters(function, event)) {
        own_calls_[symbol].emplace(event.callee, event.receiver_class);
      }
    }
  }

  bool passes_receiver(const std::string& symbol, const Function& caller, const Event& call,
                       const std::string& callee) {
    auto called = own_calls_.find(callee);
    if (called == own_calls_.end() || symbol == callee || !index_.is_own_object(caller, call.receiver.path)) {
      return false;
    }
    const OwnCalls calls = called->second;
    OwnCalls& own = own_calls_[symbol];
    const size_t before = own.size();
    own.insert(calls.begin(), calls.end());
    return own.size() != before;
  }

  // What is not run on objects of the class, of all that the function calls on its own: what matters, so that classes
  // which differ in nothing else share a copy; and the rest where all that is left matters, so that this is certain.
  const std::set<std::string>& cut_targets(const std::string& symbol, const std::string& to_class) {
    auto [entry, is_new] = cuts_.try_emplace({symbol, to_class});
    auto called = own_calls_.find(symbol);
    if (!is_new || to_class.empty() || called == own_calls_.end()) {
      return entry->second;
    }
    for (const auto& [method, known_class] : called->second) {
      const Overriders::Methods& left = overriders_.narrowed(method, to_class);
      const bool all_matter =
          std::all_of(left.begin(), left.end(), [&](const std::string& symbol) { return matters_.contains(symbol); });
      for (const std::string& overrider : overriders_.narrowed(method, known_class)) {
        if ((all_matter || matters_.contains(overrider)) && !std::binary_search(left.begin(), left.end(), overrider)) {
          entry->second.insert(overrider);
        }
      }
    }
    return entry->second;
  }

  void find_deciding_tests(const std::string& symbol, const Function& whole) {
    const FunctionFacts& function = *whole.facts;
    for (const auto& [parameter, values] : values_told_apart(function)) {
      const bool is_deciding = std::any_of(values.begin(), values.end(), [&, parameter = parameter](int64_t value) {
        return loses_something(whole, reachable(function, {{parameter, value}}));
      });
      if (is_deciding) {
        deciding_[symbol].insert(parameter);
      }
    }
  }

  bool loses_something(const Function& whole, const std::vector<bool>& seen) const {
    const FunctionFacts& function = *whole.facts;
    for (size_t block = 0; block < seen.size(); ++block) {
      const auto first = function.events.begin() + function.blocks[block].first;
      if (!seen[block] && std::any_of(first, first + function.blocks[block].count,
                                      [&](const Event& event) { return event_matters(whole, event); })) {
        return true;
      }
    }
    return false;
  }

  void specialise_calls(const std::string& symbol, const Known& own) {
    const Function caller = functions_.at(symbol);
    for (EventId event = 0; event < caller.facts->events.size(); ++event) {
      for (const std::string& callee : callees(caller, caller.facts->events[event])) {
        const Known given = known_for(caller, caller.facts->events[event], callee, own);
        if (const std::string copy = given.is_nothing() ? "" : copy_for(callee, given); !copy.empty()) {
          result_.calls[symbol][event][callee] = copy;
        }
      }
    }
  }

  // What the call tells of the parameters that decide in the callee; `own`: what is known of the caller's.
  Known known_for(const Function& caller, const Event& call, const std::string& callee, const Known& own) {
    Known given;
    auto known_function = functions_.find(callee);
    if (known_function == functions_.end() || !known_function->second.has_body) {
      return given;
    }
    const bool is_own = !own.receiver_class.empty() && index_.is_own_object(caller, call.receiver.path);
    const std::string& object = is_own ? own.receiver_class : call.receiver_class;
    if (!cut_targets(callee, object).empty()) {
      given.receiver_class = object;
    }
    auto deciding = deciding_.find(callee);
    if (deciding == deciding_.end()) {
      return given;
    }
    for (uint32_t formal : deciding->second) {
      const facts::Actual actual = formal < call.actuals.size() ? call.actuals[formal] : facts::Actual{};
      if (actual.is_constant) {
        given.constants[formal] = actual.constant;
      } else if (auto known = own.constants.find(actual.passes); known != own.constants.end()) {
        given.constants[formal] = known->second;
      }
    }
    return given;
  }

  std::string copy_for(const std::string& symbol, const Known& known) {
    std::string name = symbol + "[" + (known.receiver_class.empty() ? "" : "this=" + known.receiver_class);
    for (const auto& [parameter, value] : known.constants) {
      name += (name.back() == '[' ? "" : ",") + std::to_string(parameter) + "=" + std::to_string(value);
    }
    name += "]";
    const std::set<std::string>& cut_targets = this->cut_targets(symbol, known.receiver_class);
    const std::string& same = same_.try_emplace({symbol, known.constants, cut_targets}, name).first->second;
    if (functions_.contains(same)) {
      return same;
    }
    std::vector<std::string>& copies = copies_of_[symbol];
    if (copies.size() >= (known.receiver_class.empty() ? kMaxCopies : kMaxReceivers)) {
      return "";
    }
    copies.push_back(name);
    Function copy = functions_.at(symbol);
    copy.facts = &index_.copies.emplace_back(*copy.facts);
    copy.is_specialised = copy.is_repeated = true;
    copy.cut_targets = cut_targets;
    cut(*copy.facts, known.constants);
    functions_.emplace(name, copy);
    work_.emplace_back(name, known);
    return name;
  }

  // Leaves out what the constants exclude. Events keep their numbers, which paths and other events refer to.
  static void cut(FunctionFacts& function, const Constants& constants) {
    const std::vector<bool> seen = reachable(function, constants);
    for (size_t id = 0; id < seen.size(); ++id) {
      facts::Block& block = function.blocks[id];
      const std::optional<size_t> taken = side_taken(block, constants);
      if (!seen[id]) {
        Event nothing;
        nothing.kind = EventKind::kGuardDrop;
        std::fill_n(function.events.begin() + block.first, block.count, nothing);
        std::fill(block.successors.begin(), block.successors.end(), facts::kNone);
      }
      for (size_t side = 0; side < block.successors.size(); ++side) {
        BlockId& successor = block.successors[side];
        const bool stays = successor != facts::kNone && seen[successor] && (!taken || side == *taken);
        successor = stays ? successor : facts::kNone;
      }
    }
    // What is told once of a function, its original tells.
    function.loops.clear();
    function.flows.clear();
  }

  // Whether each event of the function is live in one of its copies.
  bool cover_all(const FunctionFacts& original, const std::vector<std::string>& copies) const {
    const std::vector<bool> live = reachable(original, {});
    for (size_t block = 0; block < live.size(); ++block) {
      const bool is_covered = std::any_of(copies.begin(), copies.end(), [&](const std::string& copy) {
        const facts::Block& same = functions_.at(copy).facts->blocks[block];
        return functions_.at(copy).cut_targets.empty() &&
               (block == 0 || same.count == 0 || !is_cut(*functions_.at(copy).facts, same));
      });
      if (live[block] && !is_covered) {
        return false;
      }
    }
    return true;
  }

  static bool is_cut(const FunctionFacts& copy, const facts::Block& block) {
    return std::all_of(block.successors.begin(), block.successors.end(),
                       [](BlockId next) { return next == facts::kNone; }) &&
           copy.events[block.first].kind == EventKind::kGuardDrop && copy.events[block.first].guard == facts::kNone;
  }

  // A function that is never used but in calls that got copies is not what any of them runs.
  void replace_originals(const std::vector<std::string>& originals) {
    std::set<std::string> used(index_.values.begin(), index_.values.end());
    for (const auto& [symbol, function] : functions_) {
      auto specialised = result_.calls.find(symbol);
      for (EventId event = 0; event < function.facts->events.size(); ++event) {
        for (const std::string& callee : callees(function, function.facts->events[event])) {
          const bool has_copy = specialised != result_.calls.end() && specialised->second.contains(event) &&
                                specialised->second.at(event).contains(callee);
          if (!has_copy) {
            used.insert(callee);
          }
        }
      }
    }
    for (const std::string& symbol : originals) {
      const FunctionFacts& facts = *functions_.at(symbol).facts;
      auto copies = copies_of_.find(symbol);
      if (copies == copies_of_.end() || used.contains(symbol) || facts.is_main) {
        continue;
      }
      // What others may call from outside stays for what no copy shows of it.
      const bool is_visible = facts.is_virtual || (!index_.has_main && !facts.is_internal);
      if (is_visible && !cover_all(facts, copies->second)) {
        continue;
      }
      Function& first = functions_.at(copies->second.front());
      first.is_repeated = false;
      first.facts->loops = facts.loops;
      first.facts->flows = facts.flows;
      functions_.erase(symbol);
      result_.calls.erase(symbol);
      result_.replaced[symbol] = copies->second.front();
    }
  }

  ProgramIndex& index_;
  std::map<std::string, Function>& functions_;
  std::unordered_set<std::string> matters_;
  const Overriders overriders_;
  std::unordered_map<std::string, std::set<uint32_t>> deciding_;
  // The virtual methods that a function calls on its own object, itself or through others, and what it knows there of
  // the object's class.
  using OwnCalls = std::set<std::pair<std::string, std::string>>;
  std::unordered_map<std::string, OwnCalls> own_calls_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> cuts_; // by function and class
  // The copy for all classes that leave out the same.
  std::map<std::tuple<std::string, Constants, std::set<std::string>>, std::string> same_;
  std::map<std::string, std::vector<std::string>> copies_of_;
  std::vector<std::pair<std::string, Known>> work_;
  Specialised result_;
};

} // namespace

Specialised specialise(ProgramIndex& index, std::map<std::string, Function>& functions) {
  return Specialiser(index, functions).run();
}

} // namespace paraudit::link
