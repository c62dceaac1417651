#include "checker/link/candidates.h"

#include "checker/link/block_rates.h"
#include "checker/link/lock_order.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::CarriedKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

constexpr uint32_t kMaxCost = 1U << 24;

class Search {
 public:
  Search(const ProgramIndex& index, const CallGraph& graph, const Touches& touches, const Tasks& tasks)
      : index_(index), graph_(graph), touches_(touches), tasks_(tasks) {}

  void run(FunctionId function) {
    for (const facts::Loop& loop : index_.functions[function].facts->loops) {
      judge(function, loop);
    }
  }

  std::vector<Candidate> found;

 private:
  void judge(FunctionId id, const facts::Loop& loop) {
    const Function& function = index_.functions[id];
    bool carries = std::any_of(loop.carried.begin(), loop.carried.end(),
                               [](const facts::Carried& carried) { return carried.kind == CarriedKind::kValue; });
    if (loop.collection == facts::kNone || loop.leaves_early || carries || function.facts->in_system_header) {
      return;
    }
    Candidate candidate{id, &loop, index_.site(function, loop.where), loop.cost, {}};
    std::vector<EventId> body;
    for (EventId event = 0; event < function.facts->events.size(); ++event) {
      if (holds_event(index_, function, loop, event)) {
        body.push_back(event);
      }
    }
    if (!add_costs(id, body, candidate) || candidate.cost < kWorthATask) {
      return;
    }
    for (const facts::Carried& carried : loop.carried) {
      ObstacleKind kind = carried.kind == CarriedKind::kReduction ? ObstacleKind::kReduction
                          : carried.kind == CarriedKind::kAppend  ? ObstacleKind::kOrder
                                                                  : ObstacleKind::kSharedState;
      add(candidate, {kind, carried.name, index_.site(function, carried.where)});
    }
    judge_touches(id, loop, body, candidate);
    if (candidate.obstacles.size() <= kFewObstacles) {
      found.push_back(std::move(candidate));
    }
  }

  // False where the loop does what no task may: start or join threads, or give up a lock of its caller's.
  bool add_costs(FunctionId id, const std::vector<EventId>& body, Candidate& candidate) const {
    const facts::FunctionFacts& function = *index_.functions[id].facts;
    std::vector<BlockRate> rates = block_rates(function);
    double rounds = rounds_of(function, rates, body), cost = candidate.cost;
    for (EventId event : body) {
      const Event& what = function.events[event];
      if (what.kind == EventKind::kDispatch || what.kind == EventKind::kJoin || what.kind == EventKind::kWait) {
        return false;
      }
      if (facts::BlockId block = block_of(function, event); block != facts::kNone) {
        cost += rates[block].rate / rounds * touches_.cost_of_call(id, event);
      }
    }
    candidate.cost = static_cast<uint32_t>(std::min<double>(cost, kMaxCost));
    return true;
  }

  // How often the header of the loop runs whose body this is: the outermost of those that hold its events.
  static double rounds_of(const facts::FunctionFacts& function, const std::vector<BlockRate>& rates,
                          const std::vector<EventId>& body) {
    double rounds = 0;
    for (EventId event : body) {
      facts::BlockId block = block_of(function, event);
      facts::BlockId header = block == facts::kNone ? facts::kNone : rates[block].header;
      if (header != facts::kNone && rates[header].rate > 0 && (rounds == 0 || rates[header].rate < rounds)) {
        rounds = rates[header].rate;
      }
    }
    return rounds == 0 ? 1 : rounds;
  }

  static void add(Candidate& candidate, Obstacle obstacle) {
    bool is_known = std::any_of(candidate.obstacles.begin(), candidate.obstacles.end(), [&](const Obstacle& other) {
      return other.kind == obstacle.kind && other.subject == obstacle.subject;
    });
    if (!is_known) {
      candidate.obstacles.push_back(std::move(obstacle));
    }
  }

  void judge_touches(FunctionId id, const facts::Loop& loop, const std::vector<EventId>& body, Candidate& candidate) {
    const Function& function = index_.functions[id];
    std::vector<Touch> all;
    for (EventId event : body) {
      for (const auto& [at, callee] : graph_.calls(id)) {
        if (at == event && touches_.of(callee).is_cut) {
          add(candidate, {ObstacleKind::kTooMuch, index_.functions[callee].facts->name,
                          index_.site(function, function.facts->events[event].where)});
        }
      }
      for (Touch& touch : touches_.at(id, event)) {
        all.push_back(std::move(touch));
      }
    }
    for (const Touch& touch : all) {
      if (candidate.obstacles.size() > kFewObstacles) {
        return;
      }
      judge_touch(id, loop, touch, candidate);
    }
  }

  void judge_touch(FunctionId id, const facts::Loop& loop, const Touch& touch, Candidate& candidate) {
    const Function& where = index_.functions[touch.function];
    Site site = index_.site(where, where.facts->events[touch.event].where);
    if (touch.kind == TouchKind::kOutput) {
      return add(candidate, {ObstacleKind::kOrder, touch.method, site});
    }
    if (touch.kind == TouchKind::kUnseen) {
      FunctionId callee = index_.function(touch.method);
      return add(candidate,
                 {ObstacleKind::kUnseenCode, callee == kNoId ? "" : index_.functions[callee].facts->name, site});
    }
    // What the function itself does to its locals is in the list of what the loop carries.
    bool is_listed = touch.hop->length == 1 && index_.paths[touch.path].root == RootKind::kLocal;
    if (!touch.is_write() || touch.is_atomic || is_listed || is_own(id, loop, touch)) {
      return;
    }
    if (touch.is_synchronised || is_safe_object(touch.path)) {
      return;
    }
    std::string subject = tasks_.order().place_name(touch.path);
    subject = display(touch.path, subject);
    if (!touch.held.empty()) {
      const HeldLock& lock = touch.held.back();
      return add(candidate,
                 {ObstacleKind::kLock, lock.lock.lock == kNoId ? subject : index_.locks[lock.lock.lock].id, site});
    }
    constexpr std::array<std::string_view, 6> kAppends = {"push_back",  "emplace_back", "append",
                                                          "operator<<", "operator+=",   "push"};
    bool appends = std::find(kAppends.begin(), kAppends.end(), touch.method) != kAppends.end();
    add(candidate, {appends ? ObstacleKind::kOrder : ObstacleKind::kSharedState, subject, site});
  }

  std::string display(PathId path, const std::string& place) const {
    auto state = index_.state_by_symbol.find(place);
    if (state != index_.state_by_symbol.end()) {
      return index_.states[state->second].id;
    }
    const std::string& name = index_.paths[path].name;
    return !place.empty() ? place : name.empty() ? index_.paths.text(path) : name;
  }

  bool is_safe_object(PathId path) const {
    const facts::AccessPath& whole = index_.paths[path];
    if (whole.root != RootKind::kGlobal) {
      return false;
    }
    auto state = index_.state_by_symbol.find(whole.name);
    return state != index_.state_by_symbol.end() && (index_.states[state->second].facts.is_thread_local ||
                                                     index_.states[state->second].facts.sync != facts::SyncKind::kNone);
  }

  // The element of this iteration, or an object that the iteration made. What an element points to is its own where it
  // owns it.
  bool is_own(FunctionId id, const facts::Loop& loop, const Touch& touch) const {
    const Function& function = index_.functions[id];
    const facts::AccessPath& path = index_.paths[touch.path];
    auto is_inner = [&](PathId local) {
      return std::any_of(loop.inner.begin(), loop.inner.end(),
                         [&](PathId inner) { return index_.path(function, inner) == local; });
    };
    facts::AccessPath root;
    root.root = path.root;
    root.index = path.index;
    root.name = path.name;
    bool is_fresh = path.root == RootKind::kTemporary || path.root == RootKind::kResult ||
                    (path.root == RootKind::kLocal && is_inner(index_.paths.intern(root)));
    bool is_selected = std::any_of(touch.selection.begin(), touch.selection.end(), is_inner);
    if (!is_fresh && !is_selected) {
      return false;
    }
    return owns(path, is_selected);
  }

  // No raw pointer or reference is followed after the element: others may lead to the same object.
  bool owns(const facts::AccessPath& path, bool from_element) const {
    size_t start = 0;
    if (from_element) {
      while (start < path.elements.size() && path.elements[start].kind != ElementKind::kIndex) {
        ++start;
      }
    }
    bool is_first = true;
    for (size_t i = start; i < path.elements.size(); ++i) {
      if (path.elements[i].kind != ElementKind::kDeref) {
        continue;
      }
      bool is_element = is_first; // the collection holds pointers, as a rule to one object each
      is_first = false;
      auto field = i > 0 && path.elements[i - 1].kind == ElementKind::kField
                       ? index_.fields.find(path.elements[i - 1].name)
                       : index_.fields.end();
      bool owning = field != index_.fields.end() && field->second.type.find("unique_ptr") != std::string::npos;
      if (!owning && !(is_element && (i == 0 || path.elements[i - 1].kind == ElementKind::kIndex))) {
        return false;
      }
    }
    return true;
  }

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Touches& touches_;
  const Tasks& tasks_;
};

} // namespace

std::vector<Candidate> find_candidates(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                                       const Tasks& tasks) {
  std::vector<FunctionId> roots;
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (index.functions[function].has_body && !index.functions[function].facts->loops.empty()) {
      roots.push_back(function);
    }
  }
  Touches touches(index, graph, summaries, roots);
  Search search(index, graph, touches, tasks);
  for (FunctionId function : roots) {
    search.run(function);
  }
  std::sort(search.found.begin(), search.found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.obstacles.empty(), a.site) < std::tuple(!b.obstacles.empty(), b.site);
  });
  // Instantiations of a template share a loop; the one with the most obstacles counts.
  std::vector<Candidate> distinct;
  for (Candidate& candidate : search.found) {
    auto same = std::find_if(distinct.begin(), distinct.end(),
                             [&](const Candidate& other) { return other.site == candidate.site; });
    if (same == distinct.end()) {
      distinct.push_back(std::move(candidate));
    } else if (candidate.obstacles.size() > same->obstacles.size()) {
      *same = std::move(candidate);
    }
  }
  std::stable_sort(distinct.begin(), distinct.end(),
                   [](const Candidate& a, const Candidate& b) { return a.obstacles.empty() > b.obstacles.empty(); });
  return distinct;
}

} // namespace paraudit::link
