#include "checker/checks/state_finding.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <map>
#include <set>

namespace paraudit::checks {
namespace {

constexpr size_t kMaxRelated = 6;
constexpr size_t kMaxNamed = 2;

std::string held_text(const link::Program& program, const link::StateAccess& access) {
  std::set<std::string> names;
  for (const link::LockPath& lock : access.held) {
    if (lock.lock != link::kNoId) {
      names.insert(quoted(lock_name(program, lock.lock)));
    }
  }
  if (names.empty()) {
    return !access.held.empty()    ? "holding an unknown lock"
           : access.held_as_reader ? "holding a lock only as readers do"
                                   : "with no lock held";
  }
  std::string text = "holding ";
  for (const std::string& name : names) {
    text += (text.size() > 8 ? ", " : "") + name;
  }
  return text;
}

void add_related(const link::Program& program, const link::SharedState& shared, bool writes, Finding& finding) {
  std::set<std::pair<Place, std::string>> seen;
  for (const link::StateAccess& access : shared.accesses) {
    if (access.is_write != writes || access.is_atomic || finding.related.size() >= kMaxRelated) {
      continue;
    }
    std::string message = std::string(writes ? "written" : "read") + " in " +
                          quoted(function_name(program, access.named_in)) + " " + held_text(program, access);
    if (seen.insert({place_of(access.named_at), message}).second) {
      finding.related.push_back({place_of(access.named_at), message});
    }
  }
}

// Where the program has parallel entries, state that none of them reaches, or that nothing that is seen changes while
// they run, is worth a remark.
Severity severity_of(const link::Program& program, const CheckInfo& self, const link::SharedState& shared) {
  bool is_idle =
      program.contexts->has_entries() && (!shared.reached_by_entry || !changes_while_threads_run(program, shared));
  return is_idle ? Severity::kRemark : self.severity;
}

} // namespace

bool changes_while_threads_run(const link::Program& program, const link::SharedState& shared) {
  return std::any_of(shared.accesses.begin(), shared.accesses.end(), [&](const link::StateAccess& access) {
    return access.is_write && access.counts && !access.is_atomic && !program.contexts->is_unreached(access.named_in);
  });
}

bool changes_only_behind_const(const link::SharedState& shared) {
  bool changes = false;
  for (const link::StateAccess& access : shared.accesses) {
    if (access.is_write && !access.by_const_path) {
      return false;
    }
    changes |= access.is_write;
  }
  return changes;
}

std::string writers_text(const link::Program& program, const link::SharedState& shared) {
  std::set<std::string> writers;
  for (const link::StateAccess& access : shared.accesses) {
    if (access.is_write && !access.is_atomic) {
      writers.insert(quoted(function_name(program, access.named_in)));
    }
  }
  std::string text;
  size_t named = 0;
  for (const std::string& writer : writers) {
    if (named == kMaxNamed && writers.size() > kMaxNamed + 1) {
      return text + " and " + std::to_string(writers.size() - named) + " more functions";
    }
    bool is_last = named + 1 == writers.size();
    text += named == 0 ? "written in " : (is_last ? " and " : ", ");
    text += writer;
    ++named;
  }
  return text;
}

Finding make_state_finding(const link::Program& program, const CheckInfo& self, const link::SharedState& shared,
                           std::string message) {
  const link::State& state = program.index->states[shared.state];
  Finding finding;
  finding.check = self.name;
  finding.severity = severity_of(program, self, shared);
  finding.message = std::move(message);
  finding.place = place_of(state.site);
  if (link::FunctionId owner = program.index->function(state.facts.function); owner != link::kNoId) {
    finding.function = function_name(program, owner);
  }
  add_related(program, shared, true, finding);
  add_related(program, shared, false, finding);
  finding.identity = {state.id};
  return finding;
}

void add_folded(const link::Program& program, std::vector<StateFinding> made, Findings& findings) {
  std::stable_sort(made.begin(), made.end(),
                   [](const StateFinding& a, const StateFinding& b) { return a.finding.place < b.finding.place; });
  std::map<Place, std::pair<size_t, size_t>> macros; // the finding, and how many more objects
  for (StateFinding& one : made) {
    const link::Site& macro = program.index->states[one.state].macro;
    if (!macro.file.empty()) {
      auto [known, is_first] = macros.try_emplace(place_of(macro), findings.size(), 0);
      if (!is_first) {
        ++known->second.second;
        continue;
      }
    }
    findings.push_back(std::move(one.finding));
  }
  for (const auto& [macro, known] : macros) {
    if (const auto& [first, more] = known; more > 0) {
      findings[first].related.push_back(
          {macro, "the macro here declares " + std::to_string(more) + " more such objects where it is used"});
    }
  }
}

} // namespace paraudit::checks
