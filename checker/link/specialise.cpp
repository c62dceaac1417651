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
using facts::PathId;

// What is known of a function's arguments in the calls that a copy is for.
struct Known {
  Constants constants;
  std::map<uint32_t, std::string> classes; // of its own object and of those given, where they leave something out

  bool is_nothing() const { return constants.empty() && classes.empty(); }
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

  // Functions that lock, wait or call what is not known, by themselves or through calls by name; and those that lock.
  void find_what_matters() {
    callers_.resize(functions_.size());
    std::vector<Node> matter, lock;
    for (Node node = 0; node < functions_.size(); ++node) {
      const FunctionFacts& function = facts(node);
      for (const Call& call : calls_[node]) {
        callers_[call.callee].push_back(node);
      }
      const std::vector<Event>& events = function.events;
      if (!function.delta.acquired.empty() || std::any_of(events.begin(), events.end(), [](const Event& event) {
            return event.kind == EventKind::kAcquire;
          })) {
        lock.push_back(node);
      } else if (!function.required.empty() || std::any_of(events.begin(), events.end(), matters_itself)) {
        matter.push_back(node);
      }
    }
    locks_ = with_callers(lock);
    matter.insert(matter.end(), lock.begin(), lock.end());
    matters_ = with_callers(matter);
  }

  std::vector<bool> with_callers(std::vector<Node> work) const {
    std::vector<bool> result(functions_.size());
    auto add = [&](Node node) {
      if (!result[node]) {
        result[node] = true;
        work.push_back(node);
      }
    };
    for (const Node node : std::exchange(work, {})) {
      add(node);
    }
    while (!work.empty()) {
      const Node node = work.back();
      work.pop_back();
      std::for_each(callers_[node].begin(), callers_[node].end(), add);
    }
    return result;
  }

  bool has(const std::vector<bool>& property, const std::string& symbol) const {
    auto node = nodes_.find(symbol);
    return node != nodes_.end() && property[node->second];
  }

  // The parameters whose values decide over something that matters.
  void find_deciding() {
    deciding_.resize(functions_.size());
    object_calls_.resize(functions_.size());
    for (Node node = 0; node < functions_.size(); ++node) {
      if (functions_[node].function.has_body && matters_[node]) {
        find_deciding_tests(node);
        find_deciding_objects(node);
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (Node node = 0; node < functions_.size(); ++node) {
        for (const Call& call : calls_[node]) {
          changed |= decides_through(node, call);
          changed |= passes_objects(node, call);
        }
      }
    }
  }

  bool decides_through(Node caller, const Call& call) {
    bool changed = false;
    const std::vector<facts::Actual>& actuals = facts(caller).events[call.event].actuals;
    const std::set<uint32_t> formals = deciding_[call.callee];
    for (uint32_t formal : formals) {
      const uint32_t own = formal < actuals.size() ? actuals[formal].passes : facts::kNone;
      changed |= own != facts::kNone && deciding_[caller].insert(own).second;
    }
    return changed;
  }

  // An object's class decides where the function calls virtual methods of its own object, or of one that it is given.
  void find_deciding_objects(Node node) {
    const Function& function = functions_[node].function;
    for (EventId id = 0; id < function.facts->events.size(); ++id) {
      const Event& event = function.facts->events[id];
      const auto slot =
          event.callee_kind == CalleeKind::kVirtual ? index_.given_object(function, event.receiver.path) : std::nullopt;
      if (slot && overriders_.of_call(function, event).size() > 1 && any_matters(node, id, id + 1)) {
        add_object_call(node, *slot, event.callee, event.receiver_class);
      }
    }
  }

  // Of objects that functions are given (streams, visitors) only what locks decides: there are many such functions.
  bool add_object_call(Node node, uint32_t slot, const std::string& method, const std::string& known_class) {
    const Overriders::Methods& all = overriders_.narrowed(method, known_class);
    const bool decides = slot == ProgramIndex::kOwnObject ||
                         std::any_of(all.begin(), all.end(), [&](const auto& one) { return has(locks_, one); });
    return decides && object_calls_[node].emplace(slot, method, known_class).second;
  }

  // What the caller passes for one of the callee's objects.
  static PathId path_for(const Event& call, uint32_t slot) {
    return slot == ProgramIndex::kOwnObject ? call.receiver.path
           : slot < call.actuals.size()     ? call.actuals[slot].path
                                            : facts::kNone;
  }

  bool passes_objects(Node caller, const Call& call) {
    bool changed = false;
    const Function& function = functions_[caller].function;
    for (const auto& [slot, method, known_class] : object_calls_[call.callee]) {
      const auto own = index_.given_object(function, path_for(function.facts->events[call.event], slot));
      changed |= own && add_object_call(caller, *own, method, known_class);
    }
    return changed;
  }

  // What is not run on objects of the class, of all that the function calls on the one in that slot: what matters, so
  // that classes which differ in nothing else share a copy; and the rest where all that is left matters, so that this
  // is certain.
  const std::set<std::string>& cut_targets(Node node, uint32_t slot, const std::string& to_class) {
    static const std::set<std::string> kNothing;
    if (to_class.empty() || object_calls_[node].empty()) {
      return kNothing;
    }
    auto [entry, is_new] = cuts_.try_emplace({node, slot, to_class});
    if (!is_new) {
      return entry->second;
    }
    auto matters = [&](const std::string& symbol) { return has(matters_, symbol); };
    for (const auto& [called, method, known_class] : object_calls_[node]) {
      if (called != slot) {
        continue;
      }
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
    const Event& call = functions_[caller].function.facts->events[named.event];
    for (const auto& [slot, method, known_class] : object_calls_[named.callee]) {
      const std::string object = class_for(caller, call, slot, own);
      if (!cut_targets(named.callee, slot, object).empty()) {
        given.classes[slot] = object;
      }
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

  std::string class_for(Node caller, const Event& call, uint32_t slot, const Known& own) const {
    const auto passed =
        own.classes.empty() ? std::nullopt : index_.given_object(functions_[caller].function, path_for(call, slot));
    if (auto known = passed ? own.classes.find(*passed) : own.classes.end(); known != own.classes.end()) {
      return known->second;
    }
    return slot == ProgramIndex::kOwnObject    ? call.receiver_class
           : slot < call.actual_classes.size() ? call.actual_classes[slot]
                                               : "";
  }

  std::optional<Node> copy_for(Node original, const Known& known) {
    std::set<std::pair<uint32_t, std::string>> cut_targets;
    for (const auto& [slot, object_class] : known.classes) {
      for (const std::string& target : this->cut_targets(original, slot, object_class)) {
        cut_targets.emplace(slot, target);
      }
    }
    const auto what = std::tuple(original, known.constants, cut_targets);
    if (auto same = same_.find(what); same != same_.end()) {
      return same->second;
    }
    std::vector<Node>& copies = copies_of_[original];
    if (copies.size() >= (known.classes.empty() ? kMaxCopies : kMaxReceivers)) {
      return std::nullopt;
    }
    const auto node = static_cast<Node>(functions_.size());
    copies.push_back(node);
    same_.emplace(what, node);
    Function copy = functions_[original].function;
    copy.facts = &index_.copies.emplace_back(*copy.facts);
    copy.is_specialised = copy.is_repeated = true;
    copy.cut_targets = std::move(cut_targets);
    cut(*copy.facts, known.constants);
    functions_.push_back({index_.copy_symbols.emplace_back(name_of_copy(original, known)), std::move(copy)});
    add_calls_of(node);
    work_.emplace_back(node, known);
    return node;
  }

  std::string name_of_copy(Node original, const Known& known) const {
    std::string name(functions_[original].symbol);
    name += "[";
    auto add = [&](const std::string& what, const std::string& value) {
      name += (name.back() == '[' ? "" : ",") + what + "=" + value;
    };
    for (const auto& [slot, object_class] : known.classes) {
      add(slot == ProgramIndex::kOwnObject ? "this" : std::to_string(slot), object_class);
    }
    for (const auto& [parameter, value] : known.constants) {
      add(std::to_string(parameter), std::to_string(value));
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
  std::vector<bool> locks_;
  std::vector<std::vector<Node>> callers_;
  std::vector<std::set<uint32_t>> deciding_;
  // The virtual methods that a function calls on the objects that it is given, itself or through others: which object
  // (ProgramIndex::given_object), the method, and what is known there of the object's class.
  std::vector<std::set<std::tuple<uint32_t, std::string, std::string>>> object_calls_;
  std::vector<std::vector<Node>> copies_of_;
  std::map<std::tuple<Node, uint32_t, std::string>, std::set<std::string>> cuts_; // by function, object and class
  // The copy for all classes that leave out the same.
  std::map<std::tuple<Node, Constants, std::set<std::pair<uint32_t, std::string>>>, Node> same_;
  std::map<Node, std::map<std::pair<EventId, Node>, Node>> copied_; // by caller, the call and its callee
  std::vector<std::pair<Node, Known>> work_;
  std::vector<std::pair<size_t, size_t>> replaced_;
};

} // namespace

Specialised specialise(ProgramIndex& index, NamedFunctions& functions) {
  return Specialiser(index, functions).run();
}

} // namespace paraudit::link
