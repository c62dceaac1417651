#include "checker/link/specialise.h"

#include "checker/link/branches.h"
#include "checker/link/overriders.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace paraudit::link {
namespace {

using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::FunctionFacts;

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

class Specialiser {
 public:
  Specialiser(ProgramIndex& index, NamedFunctions& functions)
      : index_(index), functions_(functions), overriders_(index) {}

  Specialised run() {
    const auto originals = static_cast<Node>(functions_.size());
    for (Node node = 0; node < originals; ++node) {
      nodes_.emplace(functions_[node].symbol, node);
    }
    for (Node node = 0; node < originals; ++node) {
      add_calls_of(node);
    }
    find_what_matters();
    find_deciding();
    copies_of_.resize(originals);
    for (Node node = 0; node < originals; ++node) {
      if (functions_[node].function.has_body) {
        specialise_calls(node, {});
      }
    }
    while (!work_.empty()) {
      auto [node, known] = work_.back();
      work_.pop_back();
      specialise_calls(node, known);
    }
    replace_originals(originals);
    return result();
  }

 private:
  using Node = uint32_t; // a function's place among all
  struct Call {
    EventId event;
    Node callee;
  };

  const FunctionFacts& facts(Node node) const { return *functions_[node].function.facts; }

  // The calls by name, each with all that it may reach, in the order of events.
  void add_calls_of(Node node) {
    const Function& caller = functions_[node].function;
    std::vector<Call>& calls = calls_.emplace_back();
    auto add = [&](EventId event, const std::string& symbol) {
      if (auto callee = nodes_.find(symbol); callee != nodes_.end()) {
        calls.push_back({event, callee->second});
      }
    };
    for (EventId id = 0; id < caller.facts->events.size(); ++id) {
      const Event& event = caller.facts->events[id];
      if (!is_named_call(event)) {
        continue;
      }
      Overriders::Methods methods;
      if (event.callee_kind == CalleeKind::kVirtual) {
        methods = overriders_.of_call(caller, event);
      }
      if (methods.empty()) {
        add(id, event.callee);
      }
      for (const std::string& method : methods) {
        add(id, method);
      }
    }
  }

  struct Calls {
    std::vector<Call>::const_iterator first, last;
    auto begin() const { return first; }
    auto end() const { return last; }
  };
  Calls calls_between(Node caller, EventId begin, EventId end) const {
    auto before = [](const Call& call, EventId event) { return call.event < event; };
    const std::vector<Call>& all = calls_[caller];
    auto first = std::lower_bound(all.begin(), all.end(), begin, before);
    return {first, std::lower_bound(first, all.end(), end, before)};
  }

  bool any_matters(Node caller, EventId begin, EventId end) const {
    const Calls calls = calls_between(caller, begin, end);
    const auto first = facts(caller).events.begin();
    return std::any_of(first + begin, first + end, matters_itself) ||
           std::any_of(calls.begin(), calls.end(), [&](const Call& call) { return matters_[call.callee]; });
  }

  // Functions that lock, wait or call what is not known, by themselves or through calls by name.
  void find_what_matters() {
    matters_.resize(functions_.size());
    std::vector<std::vector<Node>> callers(functions_.size());
    std::vector<Node> work;
    auto add = [&](Node node) {
      if (!matters_[node]) {
        matters_[node] = true;
        work.push_back(node);
      }
    };
    for (Node node = 0; node < functions_.size(); ++node) {
      const FunctionFacts& function = facts(node);
      for (const Call& call : calls_[node]) {
        callers[call.callee].push_back(node);
      }
      if (!function.delta.acquired.empty() || !function.required.empty() ||
          std::any_of(function.events.begin(), function.events.end(), matters_itself)) {
        add(node);
      }
    }
    while (!work.empty()) {
      const Node node = work.back();
      work.pop_back();
      std::for_each(callers[node].begin(), callers[node].end(), add);
    }
  }

  bool matters(const std::string& symbol) const {
    auto node = nodes_.find(symbol);
    return node != nodes_.end() && matters_[node->second];
  }

  // The parameters whose values decide over something that matters.
  void find_deciding() {
    deciding_.resize(functions_.size());
    own_calls_.resize(functions_.size());
    for (Node node = 0; node < functions_.size(); ++node) {
      if (functions_[node].function.has_body && matters_[node]) {
        find_deciding_tests(node);
        find_deciding_receiver(node);
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (Node node = 0; node < functions_.size(); ++node) {
        for (const Call& call : calls_[node]) {
          changed |= decides_through(node, call);
          changed |= passes_receiver(node, call);
        }
      }
    }
  }

  bool decides_through(Node caller, const Call& call) {
    bool changed = false;
    if (deciding_[call.callee].empty()) {
      return changed;
    }
    const std::vector<facts::Actual>& actuals = facts(caller).events[call.event].actuals;
    const std::set<uint32_t> formals = deciding_[call.callee];
    for (uint32_t formal : formals) {
      const uint32_t own = formal < actuals.size() ? actuals[formal].passes : facts::kNone;
      changed |= own != facts::kNone && deciding_[caller].insert(own).second;
    }
    return changed;
  }

  // The object's class decides where the function calls virtual methods of its own object.
  void find_deciding_receiver(Node node) {
    const Function& function = functions_[node].function;
    for (EventId id = 0; id < function.facts->events.size(); ++id) {
      const Event& event = function.facts->events[id];
      if (event.callee_kind == CalleeKind::kVirtual && index_.is_own_object(function, event.receiver.path) &&
          overriders_.of_call(function, event).size() > 1 && any_matters(node, id, id + 1)) {
        own_calls_[node].emplace(event.callee, event.receiver_class);
      }
    }
  }

  bool passes_receiver(Node caller, const Call& call) {
    const Function& function = functions_[caller].function;
    if (own_calls_[call.callee].empty() || caller == call.callee ||
        !index_.is_own_object(function, function.facts->events[call.event].receiver.path)) {
      return false;
    }
    const size_t before = own_calls_[caller].size();
    own_calls_[caller].insert(own_calls_[call.callee].begin(), own_calls_[call.callee].end());
    return own_calls_[caller].size() != before;
  }

  // What is not run on objects of the class, of all that the function calls on its own: what matters, so that classes
  // which differ in nothing else share a copy; and the rest where all that is left matters, so that this is certain.
  const std::set<std::string>& cut_targets(Node node, const std::string& to_class) {
    static const std::set<std::string> kNothing;
    if (to_class.empty() || own_calls_[node].empty()) {
      return kNothing;
    }
    auto [entry, is_new] = cuts_.try_emplace({node, to_class});
    if (!is_new) {
      return entry->second;
    }
    auto matters = [&](const std::string& symbol) { return this->matters(symbol); };
    for (const auto& [method, known_class] : own_calls_[node]) {
      const Overriders::Methods& left = overriders_.narrowed(method, to_class);
      const bool all_matter = std::all_of(left.begin(), left.end(), matters);
      for (const std::string& overrider : overriders_.narrowed(method, known_class)) {
        if ((all_matter || matters(overrider)) && !std::binary_search(left.begin(), left.end(), overrider)) {
          entry->second.insert(overrider);
        }
      }
    }
    return entry->second;
  }

  void find_deciding_tests(Node node) {
    const FunctionFacts& function = facts(node);
    for (const auto& [parameter, values] : values_told_apart(function)) {
      const bool is_deciding = std::any_of(values.begin(), values.end(), [&, parameter = parameter](int64_t value) {
        return loses_something(node, reachable(function, {{parameter, value}}));
      });
      if (is_deciding) {
        deciding_[node].insert(parameter);
      }
    }
  }

  bool loses_something(Node node, const std::vector<bool>& seen) const {
    for (size_t block = 0; block < seen.size(); ++block) {
      const facts::Block& one = facts(node).blocks[block];
      if (!seen[block] && any_matters(node, one.first, one.first + one.count)) {
        return true;
      }
    }
    return false;
  }

  void specialise_calls(Node caller, const Known& own) {
    for (const Call& call : calls_[caller]) {
      const Known given = known_for(caller, call, own);
      if (const std::optional<Node> copy = given.is_nothing() ? std::nullopt : copy_for(call.callee, given)) {
        copied_[caller][{call.event, call.callee}] = *copy;
      }
    }
  }

  // What the call tells of the parameters that decide in the callee; `own`: what is known of the caller's.
  Known known_for(Node caller, const Call& named, const Known& own) {
    Known given;
    if (!functions_[named.callee].function.has_body) {
      return given;
    }
    const Function& function = functions_[caller].function;
    const Event& call = function.facts->events[named.event];
    const bool is_own = !own.receiver_class.empty() && index_.is_own_object(function, call.receiver.path);
    const std::string& object = is_own ? own.receiver_class : call.receiver_class;
    if (!cut_targets(named.callee, object).empty()) {
      given.receiver_class = object;
    }
    for (uint32_t formal : deciding_[named.callee]) {
      const facts::Actual actual = formal < call.actuals.size() ? call.actuals[formal] : facts::Actual{};
      if (actual.is_constant) {
        given.constants[formal] = actual.constant;
      } else if (auto known = own.constants.find(actual.passes); known != own.constants.end()) {
        given.constants[formal] = known->second;
      }
    }
    return given;
  }

  std::optional<Node> copy_for(Node original, const Known& known) {
    const std::set<std::string>& cut_targets = this->cut_targets(original, known.receiver_class);
    const auto what = std::tuple(original, known.constants, cut_targets);
    if (auto same = same_.find(what); same != same_.end()) {
      return same->second;
    }
    std::vector<Node>& copies = copies_of_[original];
    if (copies.size() >= (known.receiver_class.empty() ? kMaxCopies : kMaxReceivers)) {
      return std::nullopt;
    }
    const auto node = static_cast<Node>(functions_.size());
    copies.push_back(node);
    same_.emplace(what, node);
    Function copy = functions_[original].function;
    copy.facts = &index_.copies.emplace_back(*copy.facts);
    copy.is_specialised = copy.is_repeated = true;
    copy.cut_targets = cut_targets;
    cut(*copy.facts, known.constants);
    functions_.push_back({index_.copy_symbols.emplace_back(name_of_copy(original, known)), std::move(copy)});
    add_calls_of(node);
    work_.emplace_back(node, known);
    return node;
  }

  std::string name_of_copy(Node original, const Known& known) const {
    std::string name(functions_[original].symbol);
    name += "[" + (known.receiver_class.empty() ? "" : "this=" + known.receiver_class);
    for (const auto& [parameter, value] : known.constants) {
      name += (name.back() == '[' ? "" : ",") + std::to_string(parameter) + "=" + std::to_string(value);
    }
    return name + "]";
  }

  // Whether each event of the function is live in one of its copies.
  bool cover_all(const FunctionFacts& original, const std::vector<Node>& copies) const {
    const std::vector<bool> live = reachable(original, {});
    for (size_t block = 0; block < live.size(); ++block) {
      const bool is_covered = std::any_of(copies.begin(), copies.end(), [&](Node copy) {
        const facts::Block& same = facts(copy).blocks[block];
        return functions_[copy].function.cut_targets.empty() &&
               (block == 0 || same.count == 0 || !is_cut(facts(copy), same));
      });
      if (live[block] && !is_covered) {
        return false;
      }
    }
    return true;
  }

  // Functions that somebody calls who got no copy, or whose address somebody has.
  std::vector<bool> find_used() const {
    std::vector<bool> used(functions_.size());
    for (const std::string& symbol : index_.values) {
      if (auto node = nodes_.find(symbol); node != nodes_.end()) {
        used[node->second] = true;
      }
    }
    for (Node caller = 0; caller < functions_.size(); ++caller) {
      auto copied = copied_.find(caller);
      for (const Call& call : calls_[caller]) {
        used[call.callee] =
            used[call.callee] || copied == copied_.end() || !copied->second.contains({call.event, call.callee});
      }
    }
    return used;
  }

  // A function that is never used but in calls that got copies is not what any of them runs.
  void replace_originals(Node originals) {
    const std::vector<bool> used = find_used();
    for (Node node = 0; node < originals; ++node) {
      const FunctionFacts& original = facts(node);
      const std::vector<Node>& copies = copies_of_[node];
      if (copies.empty() || used[node] || original.is_main) {
        continue;
      }
      // What others may call from outside stays for what no copy shows of it.
      const bool is_visible = original.is_virtual || (!index_.has_main && !original.is_internal);
      if (is_visible && !cover_all(original, copies)) {
        continue;
      }
      Function& first = functions_[copies.front()].function;
      first.is_repeated = false;
      first.facts->loops = original.loops;
      first.facts->flows = original.flows;
      functions_[node].is_gone = true;
      replaced_.emplace_back(node, copies.front());
    }
  }

  Specialised result() const {
    Specialised made;
    for (const auto& [caller, calls] : copied_) {
      for (const auto& [call, copy] : calls) {
        if (!functions_[caller].is_gone) {
          made.calls.push_back({caller, call.first, call.second, copy});
        }
      }
    }
    made.replaced = replaced_;
    return made;
  }

  ProgramIndex& index_;
  NamedFunctions& functions_;
  const Overriders overriders_;
  std::unordered_map<std::string_view, Node> nodes_; // the originals
  std::deque<std::vector<Call>> calls_;              // by caller
  // By original.
  std::vector<bool> matters_;
  std::vector<std::set<uint32_t>> deciding_;
  // The virtual methods that a function calls on its own object, itself or through others, and what it knows there of
  // the object's class.
  std::vector<std::set<std::pair<std::string, std::string>>> own_calls_;
  std::vector<std::vector<Node>> copies_of_;
  std::map<std::pair<Node, std::string>, std::set<std::string>> cuts_; // by function and class
  // The copy for all classes that leave out the same.
  std::map<std::tuple<Node, Constants, std::set<std::string>>, Node> same_;
  std::map<Node, std::map<std::pair<EventId, Node>, Node>> copied_; // by caller, the call and its callee
  std::vector<std::pair<Node, Known>> work_;
  std::vector<std::pair<size_t, size_t>> replaced_;
};

} // namespace

Specialised specialise(ProgramIndex& index, NamedFunctions& functions) {
  return Specialiser(index, functions).run();
}

} // namespace paraudit::link
