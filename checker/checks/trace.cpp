#include "checker/checks/trace.h"

namespace paraudit::checks {
namespace {

constexpr size_t kMostMore = 8; // places that are listed

using facts::LockKind;
using facts::Mode;

std::string verb(const link::Program& program, link::LockId lock, Mode mode) {
  if (lock == link::kNoId) {
    return mode == Mode::kShared ? "acquires, shared, " : "acquires ";
  }
  switch (program.index->locks[lock].kind) {
  case LockKind::kOnce:
  case LockKind::kStaticGuard:
    return "waits for or runs the initialisation of ";
  default:
    return mode == Mode::kShared ? "acquires, shared, " : "acquires ";
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

// Paths are shared by all functions; what a parameter or a capture is called, the function tells.
std::string root_name(const link::Program& program, link::FunctionId function, link::PathId path) {
  const facts::AccessPath& whole = program.index->paths[path];
  const facts::FunctionFacts& facts = *program.index->functions[function].facts;
  const std::string* name = nullptr;
  if (whole.root == facts::RootKind::kParameter && whole.index < facts.parameters.size()) {
    name = &facts.parameters[whole.index].name;
  } else if (whole.root == facts::RootKind::kCapture && whole.index < facts.captures.size()) {
    name = &facts.captures[whole.index];
  } else if (whole.root == facts::RootKind::kGlobal) {
    auto state = program.index->state_by_symbol.find(whole.name);
    name = state == program.index->state_by_symbol.end() ? nullptr : &program.index->states[state->second].id;
  }
  return name == nullptr || name->empty() ? whole.name : *name;
}

std::string path_text(const link::Program& program, link::FunctionId function, link::PathId path) {
  const std::string& displayed = program.index->paths[path].name;
  std::string text = program.index->paths.text(path);
  if (!displayed.empty()) {
    text.replace(text.find_first_not_of('*'), displayed.size(), root_name(program, function, path));
  }
  return text;
}

std::string held_name(const link::Program& program, link::FunctionId holder, const link::HeldLock& lock) {
  if (lock.lock.lock != link::kNoId) {
    return lock_name(program, lock.lock.lock);
  }
  return path_text(program, holder, lock.lock.path);
}

void append_more(const link::Program& program, const std::vector<link::Deed>& more,
                 const std::function<std::string(const link::Deed&)>& what, std::vector<RelatedPlace>& places) {
  size_t shown = std::min(more.size(), kMostMore);
  for (size_t i = 0; i < shown; ++i) {
    std::string others = i + 1 == shown && more.size() > shown
                             ? ", and to " + std::to_string(more.size() - shown) + " other such places"
                             : "";
    const link::Function& function = program.index->functions[more[i].function];
    const link::Site site = program.index->site(function, function.facts->events[more[i].event].where);
    places.push_back({place_of(site), "the same statement leads here: " + what(more[i]) + others});
  }
}

std::string brief(const std::string& name) {
  constexpr size_t kLongest = 60;
  if (name.size() <= kLongest) {
    return name;
  }
  std::string plain;
  int depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    bool is_operator = plain.ends_with("operator") || plain.ends_with("operator<") || plain.ends_with("operator-");
    if (name[i] == '<' && !is_operator && depth++ == 0) {
      plain += "<...>";
    } else if (name[i] == '>' && !is_operator && depth > 0) {
      --depth;
    } else if (depth == 0) {
      plain += name[i];
    }
  }
  if (plain.size() <= kLongest) {
    return plain;
  }
  size_t tail = plain.find("::", plain.size() - kLongest);
  return "..." + plain.substr(tail == std::string::npos ? plain.size() - kLongest : tail);
}

void append_steps(const link::Program& program, link::FunctionId holder, const link::HeldLock& lock,
                  const link::Hop* held_hop, const std::vector<link::HeldLock>& others, const link::Hop& down,
                  const std::string& last, uint32_t thread, std::vector<TraceStep>& steps) {
  std::vector<std::string> held;
  for (const link::HeldLock& other : others) {
    if (other.lock.lock != link::kNoId) {
      held.push_back(lock_name(program, other.lock.lock));
    }
  }
  const std::string outer = held_name(program, holder, lock);
  if (held_hop != nullptr) {
    append_hops(program, *held_hop, thread, verb(program, lock.lock.lock, lock.mode) + quoted(outer), {}, steps);
  } else {
    const link::Function& function = program.index->functions[holder];
    Place place = place_of(program.index->site(function, function.facts->where));
    steps.push_back({thread, place, quoted(function.facts->name) + " is called with " + quoted(outer) + " held", {}});
  }
  held.push_back(outer);
  append_hops(program, down, thread, last, held, steps);
}

void append_trace(const link::Program& program, const link::NestedPair& pair, uint32_t thread,
                  std::vector<TraceStep>& steps) {
  std::string last =
      verb(program, pair.acquired.lock.lock, pair.acquired.mode) + quoted(lock_name(program, pair.acquired.lock.lock));
  append_steps(program, pair.function, pair.held, pair.held_hop, pair.gates, *pair.acquired.hop, last, thread, steps);
}

} // namespace paraudit::checks
