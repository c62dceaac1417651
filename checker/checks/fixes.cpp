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
