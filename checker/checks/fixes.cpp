#include "checker/checks/fixes.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <array>
#include <set>

namespace paraudit::checks {
namespace {

using facts::AccessKind;
using facts::LockKind;
using facts::Storage;
using link::LockClass;

std::string scope_of(const std::string& name) {
  size_t colons = name.rfind("::");
  return colons == std::string::npos ? "" : name.substr(0, colons);
}

bool can_carry_attributes(const LockClass& lock) {
  bool has_scope = lock.storage == Storage::kField || lock.storage == Storage::kNamespace;
  return lock.kind == LockKind::kCapability && has_scope && !lock.is_template_instance;
}

bool is_in_cycle(const link::Program& program, const link::LockEdge& edge) {
  const auto& cycles = program.order->cycles();
  return std::any_of(cycles.begin(), cycles.end(), [&](const link::LockCycle& cycle) {
    return std::find(cycle.edges.begin(), cycle.edges.end(), &edge) != cycle.edges.end();
  });
}

Edit attribute(const link::Site& site, const std::string& name, const std::string& what, const std::string& argument) {
  return {EditKind::kAttribute, place_of(site), short_name(name),
          " __attribute__((" + what + "(" + short_name(argument) + ")))", ""};
}

bool is_integer(const std::string& type) {
  static constexpr std::array<std::string_view, 10> kIntegers = {
      "int",   "unsigned int",   "long", "unsigned long", "long long", "unsigned long long",
      "short", "unsigned short", "char", "unsigned char"};
  return std::find(kIntegers.begin(), kIntegers.end(), type) != kIntegers.end();
}

// Nobody outside of what was read can have declared it as the plain type.
bool is_known_whole(const facts::StateObject& object) {
  return object.is_internal || object.is_inline || object.storage == Storage::kStaticLocal;
}

// Each access alone is one atomic operation: nothing is read first to be written, or tested first to be changed.
bool accesses_are_single(const link::SharedState& shared) {
  std::set<link::FunctionId> reads, plain_writes, writes;
  for (const link::StateAccess& access : shared.accesses) {
    bool is_plain =
        access.kind == AccessKind::kRead || access.kind == AccessKind::kWrite || access.kind == AccessKind::kReadWrite;
    if (!is_plain || access.through_pointer || access.is_atomic) {
      return false;
    }
    if (access.kind == AccessKind::kRead) {
      reads.insert(access.function);
    }
    if (access.kind == AccessKind::kWrite) {
      plain_writes.insert(access.function);
    }
    if (access.is_write) {
      writes.insert(access.function);
    }
  }
  for (const link::StateAccess& access : shared.accesses) {
    if (access.in_condition && writes.contains(access.function)) {
      return false;
    }
  }
  return std::none_of(plain_writes.begin(), plain_writes.end(),
                      [&](link::FunctionId function) { return reads.contains(function); });
}

bool calls_itself(const link::Program& program, link::FunctionId function) {
  const auto& callees = program.graph->callees(function);
  return std::find(callees.begin(), callees.end(), function) != callees.end() ||
         std::any_of(program.graph->components().begin(), program.graph->components().end(), [&](const auto& members) {
           return members.size() > 1 && std::find(members.begin(), members.end(), function) != members.end();
         });
}

// Nothing else writes the object, and who reads it has come past the initialisation.
bool is_initialised_there_alone(const link::Program& program, const link::LazyInit& found) {
  const auto& states = program.inventory->states();
  auto shared = std::find_if(states.begin(), states.end(),
                             [&](const link::SharedState& state) { return state.state == found.state; });
  if (shared == states.end()) {
    return false;
  }
  const facts::FunctionFacts& function = *program.index->functions[found.function].facts;
  auto is_elsewhere = [&](const link::StateAccess& access) { return access.function != found.function; };
  auto writes = std::count_if(shared->accesses.begin(), shared->accesses.end(), [](const link::StateAccess& access) {
    return access.is_write && !access.through_pointer;
  });
  return writes == 1 && function.events[found.init].kind == facts::EventKind::kAccess &&
         std::none_of(shared->accesses.begin(), shared->accesses.end(), is_elsewhere);
}

} // namespace

std::string short_name(const std::string& name) {
  size_t colons = name.rfind("::");
  return colons == std::string::npos ? name : name.substr(colons + 2);
}

std::optional<Fix> declare_order(const link::Program& program, const link::LockEdge& edge) {
  const LockClass& before = program.index->locks[edge.before];
  const LockClass& after = program.index->locks[edge.after];
  bool are_beside = before.storage == after.storage && before.site.file == after.site.file &&
                    scope_of(before.name) == scope_of(after.name);
  if (!can_carry_attributes(before) || !can_carry_attributes(after) || !are_beside || edge.declared_reverse ||
      is_in_cycle(program, edge)) {
    return std::nullopt;
  }
  bool is_after_later = before.site < after.site;
  Edit edit = is_after_later ? attribute(after.site, after.name, "acquired_after", before.name)
                             : attribute(before.site, before.name, "acquired_before", after.name);
  return Fix{"declare that " + quoted(before.id) + " is acquired before " + quoted(after.id), {std::move(edit)}};
}

std::optional<Fix> declare_guard(const link::Program& program, const link::SharedState& shared) {
  const link::State& state = program.index->states[shared.state];
  if (shared.guard == link::kNoId || shared.declared_guard || state.facts.is_template_instance) {
    return std::nullopt;
  }
  const LockClass& lock = program.index->locks[shared.guard];
  bool are_beside = lock.storage == state.facts.storage && lock.site.file == state.site.file &&
                    scope_of(lock.name) == scope_of(state.facts.name) && lock.site < state.site;
  if (!can_carry_attributes(lock) || !are_beside) {
    return std::nullopt;
  }
  return Fix{"declare that " + quoted(lock.id) + " guards " + quoted(state.id),
             {attribute(state.site, state.facts.name, "guarded_by", lock.name)}};
}

std::optional<Fix> declare_guard(const link::Program& program, const link::GuardedState& guarded) {
  const link::Subject& subject = program.guards->subject(guarded);
  if (guarded.source != link::GuardSource::kInferred || guarded.is_once || guarded.guard.place.empty() ||
      subject.is_pointee || guarded.guard.lock == link::kNoId) {
    return std::nullopt;
  }
  const LockClass& lock = program.index->locks[guarded.guard.lock];
  bool is_field = subject.state == link::kNoId;
  const std::string& name = is_field ? subject.field : program.index->states[subject.state].facts.name;
  Storage storage = is_field ? Storage::kField : program.index->states[subject.state].facts.storage;
  // Members of a class know each other whatever their order.
  bool are_beside = lock.storage == storage && lock.site.file == subject.site.file &&
                    scope_of(lock.name) == scope_of(name) && (is_field || lock.site < subject.site);
  if (!can_carry_attributes(lock) || !are_beside) {
    return std::nullopt;
  }
  return Fix{"declare that " + quoted(lock.id) + " guards " + quoted(subject.name),
             {attribute(subject.site, name, "guarded_by", lock.name)}};
}

std::optional<Fix> init_once(const link::Program& program, const link::LazyInit& found) {
  if (found.state == link::kNoId || found.is_locked_init || found.is_relaxed) {
    return std::nullopt;
  }
  const link::State& state = program.index->states[found.state];
  const link::Function& function = program.index->functions[found.function];
  const std::string& file = program.index->units[function.unit].main_file;
  bool is_plain = !function.facts->is_lambda && !function.facts->is_template_instance &&
                  !state.facts.is_template_instance && !state.facts.is_inline && is_known_whole(state.facts) &&
                  state.facts.constant_initialised && state.site.file == file && found.test_site.file == file;
  if (!is_plain || calls_itself(program, found.function) || !is_initialised_there_alone(program, found)) {
    return std::nullopt;
  }
  std::string name = short_name(state.facts.name);
  return Fix{"initialise " + quoted(state.id) + " under std::call_once",
             {{EditKind::kIsUnset, place_of(state.site), name, "", ""},
              {EditKind::kInitOnce, place_of(found.test_site), name, "", "<mutex>"}}};
}

std::optional<Fix> make_atomic(const link::Program& program, const link::SharedState& shared) {
  const link::State& state = program.index->states[shared.state];
  const facts::StateObject& object = state.facts;
  bool is_counter =
      shared.category == link::Category::kIdCounter || shared.category == link::Category::kStatisticsCounter;
  bool is_plain = is_integer(object.type) && !object.is_volatile && !object.is_thread_local && !object.is_const &&
                  !object.is_template_instance && object.constant_initialised;
  if (!is_counter || !is_plain || !is_known_whole(object) || !accesses_are_single(shared)) {
    return std::nullopt;
  }
  return Fix{"make " + quoted(state.id) + " atomic",
             {{EditKind::kWrapType, place_of(state.site), short_name(object.name), "std::atomic", "<atomic>"}}};
}

} // namespace paraudit::checks
