#include "checker/link/contexts.h"

#include "checker/link/components.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <regex>

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventId;

constexpr uint32_t kMainThread = 0xfffffffeU;
constexpr uint32_t kAnyThread = 0xfffffffdU;

constexpr size_t kMaxSteps = 3; // private functions that private functions call

// Constructs that start exactly one thread; all others (pools, par_*, TBB, OpenMP) run their callables many times.
bool starts_one_thread(const std::string& construct) {
  return construct.find("thread") != std::string::npos || construct.find("async") != std::string::npos ||
         construct.find("pthread_create") != std::string::npos;
}

bool is_pool(const std::string& construct) {
  return construct.find("ool") != std::string::npos || construct.find("par_") != std::string::npos;
}

// By the custom of large code bases, which have tools to keep such functions out of production code.
bool names_test_hook(const std::string& name) {
  if (name.compare(name.rfind("::") == std::string::npos ? 0 : name.rfind("::") + 2, 5, "TEST_") == 0) {
    return true;
  }
  std::string plain;
  for (char c : name) {
    if (c != '_') {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  constexpr std::array<const char*, 6> kWords = {"testonly",    "testingonly", "fortest",
                                                 "fuzzingonly", "testhelper",  "testpeer"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* word) { return plain.find(word) != std::string::npos; });
}

bool is_visible(const facts::FunctionFacts& function) {
  return !function.is_internal && !function.is_lambda && !function.is_initializer && !function.in_system_header;
}

} // namespace

Contexts::Contexts(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                   const std::vector<std::string>& entry_patterns)
    : index_(index), graph_(graph), summaries_(summaries), reached_by_(index.functions.size()),
      is_test_hook_(index.functions.size()), is_dead_(index.functions.size()), is_unreached_(index.functions.size()),
      at_start_(index.functions.size()), leaves_threads_(index.functions.size()), starts_(index.functions.size()),
      unordered_(index.functions.size()), busy_(index.functions.size()), main_quiet_(index.functions.size()),
      main_busy_(index.functions.size()), held_on_entry_(index.functions.size()), entry_known_(index.functions.size()) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    is_test_hook_[function] = names_test_hook(index.functions[function].facts->name);
  }
  find_dispatched();
  find_by_pattern(entry_patterns);
  if (!index.has_main) {
    find_visible();
  }
  find_at_start();
  find_dead();
  reach_from_entries();
  compute_phases();
  compute_entry_locks();
}

void Contexts::add_entry(FunctionId function, bool many, const std::string& reason, const Site& site) {
  auto same = [&](const ParallelEntry& entry) { return entry.function == function; };
  auto known = std::find_if(entries_.begin(), entries_.end(), same);
  if (known != entries_.end()) {
    known->many = true; // started from two places
    return;
  }
  entries_.push_back({function, many, reason, site});
}

void Contexts::find_dispatched() {
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    for (const auto& [event_id, callee] : graph_.dispatches(function)) {
      const facts::FunctionFacts& facts = *index_.functions[function].facts;
      const Event& event = facts.events[event_id];
      bool once = starts_one_thread(event.text) && !is_pool(event.text) && facts.is_main;
      bool many = !once || repeated_events(facts)[event_id];
      add_entry(callee, many, event.text, index_.site(index_.functions[function], event.where));
    }
  }
}

void Contexts::find_by_pattern(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    std::regex expression(pattern);
    bool matched = false;
    for (FunctionId id = 0; id < index_.functions.size(); ++id) {
      const Function& function = index_.functions[id];
      if (function.has_body && std::regex_search(function.facts->name, expression)) {
        add_entry(id, true, "--parallel-entry", index_.site(function, function.facts->where));
        entries_.back().many = true;
        matched = true;
      }
    }
    if (!matched) {
      unmatched_patterns_.push_back(pattern);
    }
  }
}

// A library's users may call whatever they can see, from any thread.
void Contexts::find_visible() {
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const Function& function = index_.functions[id];
    if (function.has_body && is_visible(*function.facts) && !is_test_hook_[id]) {
      entries_.push_back({id, true, "externally visible", index_.site(function, function.facts->where)});
    }
  }
}

std::vector<bool> Contexts::reached_from(std::vector<FunctionId> work) const {
  std::vector<bool> reached(index_.functions.size());
  while (!work.empty()) {
    FunctionId function = work.back();
    work.pop_back();
    if (!reached[function]) {
      reached[function] = true;
      for (const auto& [event, callee] : graph_.calls(function)) {
        work.push_back(callee);
      }
    }
  }
  return reached;
}

// What initialisers of static objects reach, and nothing else does. Where a library's own code calls a function from
// initialisers alone, it registers something, and its users do so in theirs.
void Contexts::find_at_start() {
  std::vector<FunctionId> initialisers;
  std::vector<FunctionId> others;
  for (const ParallelEntry& entry : entries_) {
    if (entry.reason != "externally visible") {
      others.push_back(entry.function);
    }
  }
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    if (facts.is_initializer) {
      initialisers.push_back(function);
    } else if (facts.is_main || !graph_.is_called(function) || index_.values.contains(facts.symbol)) {
      others.push_back(function);
    }
  }
  at_start_ = reached_from(std::move(initialisers));
  const std::vector<bool> later = reached_from(std::move(others));
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    at_start_[function] = at_start_[function] && !later[function];
  }
}

bool Contexts::has_known_callers(FunctionId id) const {
  return !graph_.callers(id).empty() && !index_.address_taken.contains(index_.functions[id].facts->symbol);
}

bool Contexts::is_unkept_contract(FunctionId id, LockId lock) const {
  bool has_caller = false;
  for (const auto& [caller, call] : graph_.callers(id)) {
    const facts::FunctionFacts& facts = *index_.functions[caller].facts;
    const bool is_exempt = caller == id || facts.is_constructor || facts.is_destructor || facts.no_analysis;
    if (is_exempt || facts.events[call].held == facts::kNone) {
      continue;
    }
    has_caller = true;
    const std::vector<HeldLock>& held = summaries_.held_at(caller, call);
    if (std::any_of(held.begin(), held.end(), [&](const HeldLock& one) { return one.lock.lock == lock; })) {
      return false;
    }
  }
  return has_caller;
}

bool Contexts::runs_once_only(FunctionId id, size_t depth) const {
  const facts::FunctionFacts& facts = *index_.functions[id].facts;
  if ((!facts.is_private && !facts.is_internal) || !has_known_callers(id)) {
    return false;
  }
  return std::all_of(graph_.callers(id).begin(), graph_.callers(id).end(), [&](const auto& call) {
    return call.first == id || is_under_once(call.first, call.second) ||
           (depth < kMaxSteps && runs_once_only(call.first, depth + 1));
  });
}

bool Contexts::is_under_once(FunctionId caller, EventId call) const {
  const std::vector<Event>& events = index_.functions[caller].facts->events;
  if (events[call].held == facts::kNone) {
    return false;
  }
  const std::vector<HeldLock>& held = summaries_.held_at(caller, call);
  return std::any_of(held.begin(), held.end(), [&](const HeldLock& lock) {
    bool is_flag = lock.lock.lock != kNoId && index_.locks[lock.lock.lock].kind == facts::LockKind::kOnce;
    bool begins = lock.since != facts::kNone && events[lock.since].kind == facts::EventKind::kInitBegin; // by pointer
    return lock.must && (is_flag || begins);
  });
}

// What neither runs by itself, or on another thread, nor is called by what does, nor by those of whom `is_called` says
// that somebody who is not seen calls them.
template <class IsCalled> std::vector<bool> Contexts::left_out(IsCalled is_called) const {
  std::vector<FunctionId> live;
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    bool runs_by_itself = facts.is_initializer || facts.is_main || facts.is_constructor || facts.is_destructor;
    if (runs_by_itself || is_called(facts)) {
      live.push_back(function);
    }
  }
  for (const ParallelEntry& entry : entries_) {
    if (entry.reason != "externally visible") {
      live.push_back(entry.function);
    }
  }
  std::vector<bool> result = reached_from(std::move(live));
  result.flip();
  return result;
}

void Contexts::find_dead() {
  is_dead_ = left_out([&](const facts::FunctionFacts& facts) { return !is_hidden(index_, facts); });
  if (index_.has_main) { // what a library may call, by a pointer or as an override, counts as called
    is_unreached_ = left_out([&](const facts::FunctionFacts& facts) {
      return facts.is_virtual || facts.is_lambda || index_.values.contains(facts.symbol);
    });
  }
}

void Contexts::reach_from_entries() {
  for (uint32_t entry = 0; entry < entries_.size(); ++entry) {
    // Externally visible functions are one kind of thread: which of them reaches a point is of no interest.
    uint32_t context = entries_[entry].reason == "externally visible" ? kAnyThread : entry;
    std::vector<FunctionId> work{entries_[entry].function};
    while (!work.empty()) {
      FunctionId function = work.back();
      work.pop_back();
      std::vector<uint32_t>& reached = reached_by_[function];
      auto place = std::lower_bound(reached.begin(), reached.end(), context);
      if (place != reached.end() && *place == context) {
        continue;
      }
      reached.insert(place, context);
      for (const auto& [event, callee] : graph_.calls(function)) {
        work.push_back(callee);
      }
    }
  }
}

bool Contexts::may_be_parallel(FunctionId function, EventId event) const {
  return !contexts_of(function, event).empty();
}

bool Contexts::is_alone(FunctionId function, EventId event) const {
  const std::vector<uint32_t>& reached = reached_by_[function];
  bool is_entry_code = std::any_of(reached.begin(), reached.end(), [](uint32_t entry) { return entry != kAnyThread; });
  return !is_entry_code && event < busy_[function].size() && !busy_[function][event];
}

std::vector<uint32_t> Contexts::contexts_of(FunctionId function, EventId event) const {
  if (is_test_hook_[function] || at_start_[function]) {
    return {};
  }
  std::vector<uint32_t> contexts = reached_by_[function];
  bool is_quiet_here = event >= busy_[function].size() || !busy_[function][event];
  if (main_busy_[function] || (main_quiet_[function] && !is_quiet_here)) {
    contexts.push_back(kMainThread);
  }
  if (contexts.empty() && !main_quiet_[function]) {
    contexts.push_back(kAnyThread);
  }
  return contexts;
}

bool Contexts::assign(const std::vector<std::vector<uint32_t>>& choices, size_t next,
                      std::vector<uint32_t>& used) const {
  if (next == choices.size()) {
    return true;
  }
  for (uint32_t context : choices[next]) {
    bool many = context == kAnyThread || (context < entries_.size() && entries_[context].many);
    bool is_free = many || std::find(used.begin(), used.end(), context) == used.end();
    bool meets_all =
        std::all_of(used.begin(), used.end(), [&](uint32_t other) { return may_run_beside(context, other); });
    if (is_free && meets_all) {
      used.push_back(context);
      bool done = assign(choices, next + 1, used);
      used.pop_back();
      if (done) {
        return true;
      }
    }
  }
  return false;
}

bool Contexts::may_overlap(const std::vector<std::pair<FunctionId, EventId>>& points) const {
  std::vector<std::vector<uint32_t>> choices;
  for (const auto& [function, event] : points) {
    choices.push_back(contexts_of(function, event));
  }
  std::vector<uint32_t> used;
  return assign(choices, 0, used);
}

} // namespace paraudit::link
