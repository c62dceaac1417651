#include "checker/checks/trace.h"

namespace paraudit::checks {
namespace {

using facts::LockKind;
using facts::Mode;

std::string verb(const link::Program& program, link::LockId lock, Mode mode) {
  switch (program.index->locks[lock].kind) {
  case LockKind::kOnce:
  case LockKind::kStaticGuard:
    return "waits for or runs the initialisation of ";
  default:
    return mode == Mode::kShared ? "acquires, shared, " : "acquires ";
  }
}

// Calls on the way to a lock, then `last` at the end of the chain.
void append_hops(const link::Program& program, const link::Hop& first, uint32_t thread, const std::string& last,
                 const std::vector<std::string>& held, std::vector<TraceStep>& steps) {
  for (const link::Hop* hop = &first; hop != nullptr; hop = hop->next) {
    Place place = place_of(link::site_of_hop(*program.index, *hop));
    std::string message = last;
    if (hop->next != nullptr) {
      message = "calls " + quoted(function_name(program, hop->next->function));
    }
    steps.push_back({thread, place, message + " in " + quoted(function_name(program, hop->function)), held});
  }
}

} // namespace

Place place_of(const link::Site& site) {
  return {site.file, site.line, site.column};
}

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

const std::string& lock_name(const link::Program& program, link::LockId lock) {
  return program.index->locks[lock].id;
}

const std::string& function_name(const link::Program& program, link::FunctionId function) {
  return program.index->functions[function].facts->name;
}

Place inner_place(const link::Program& program, const link::NestedPair& pair) {
  return place_of(link::site_of_hop(*program.index, link::last_hop(*pair.acquired.hop)));
}

std::string inner_function(const link::Program& program, const link::NestedPair& pair) {
  return function_name(program, link::last_hop(*pair.acquired.hop).function);
}

void append_trace(const link::Program& program, const link::NestedPair& pair, uint32_t thread,
                  std::vector<TraceStep>& steps) {
  std::vector<std::string> gates;
  for (const link::HeldLock& gate : pair.gates) {
    if (gate.lock.lock != link::kNoId) {
      gates.push_back(lock_name(program, gate.lock.lock));
    }
  }
  const std::string& outer = lock_name(program, pair.held.lock.lock);
  if (pair.held_hop != nullptr) {
    std::string last = verb(program, pair.held.lock.lock, pair.held.mode) + quoted(outer);
    append_hops(program, *pair.held_hop, thread, last, {}, steps);
  } else {
    const link::Function& function = program.index->functions[pair.function];
    Place place = place_of(program.index->site(function, function.facts->where));
    steps.push_back({thread, place, quoted(function.facts->name) + " is called with " + quoted(outer) + " held", {}});
  }
  std::vector<std::string> held = gates;
  held.push_back(outer);
  std::string last =
      verb(program, pair.acquired.lock.lock, pair.acquired.mode) + quoted(lock_name(program, pair.acquired.lock.lock));
  append_hops(program, *pair.acquired.hop, thread, last, held, steps);
}

} // namespace paraudit::checks
