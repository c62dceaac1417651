#include "checker/checks/interior_mutable_global.h"

#include "checker/checks/state_finding.h"
#include "checker/checks/trace.h"

#include <algorithm>

namespace paraudit::checks {
namespace {

bool looks_constant(const facts::StateObject& object, const link::SharedState& shared) {
  return object.is_const || object.is_constexpr || (object.is_reference && object.pointee_const) ||
         changes_only_behind_const(shared);
}

// What can change: a part that the type gives away, or what a const pointer leads to. A pointee that nobody changes
// is harmless, whatever its type allows, and what only initialisers set is set.
facts::InteriorMutability interior_of(const facts::StateObject& object, const link::SharedState& shared) {
  facts::InteriorMutability interior = object.interior;
  if (!interior.present && object.is_pointer && object.is_const && !object.pointee_const) {
    interior = {true, false, "*" + object.name, "pointee"};
  }
  bool is_left_alone = interior.reason == "pointee" || shared.set_at_start;
  interior.present &= !is_left_alone || shared.writes > 0;
  return interior;
}

// What a pointer leads to has a lock of its own, or is changed under one; who does not hold it is told of there.
bool is_changed_under_locks(const link::SharedState& shared) {
  return std::all_of(shared.accesses.begin(), shared.accesses.end(), [](const link::StateAccess& access) {
    return access.is_atomic || !access.counts || !access.is_write || !access.held.empty();
  });
}

} // namespace

void check_interior_mutable_global(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::SharedState& shared : program.inventory->states()) {
    const link::State& state = program.index->states[shared.state];
    const facts::StateObject& object = state.facts;
    bool is_plain = object.sync == facts::SyncKind::kNone || object.sync == facts::SyncKind::kConst;
    facts::InteriorMutability interior = interior_of(object, shared);
    if (!object.is_definition || object.in_system_header || !is_plain || object.is_thread_local || !interior.present ||
        interior.synchronised || shared.is_guarded ||
        (interior.reason == "pointee" && is_changed_under_locks(shared)) || !looks_constant(object, shared) ||
        self.matches("IgnoredStates", state.id)) {
      continue;
    }
    std::string writers = writers_text(program, shared);
    std::string part = interior.path.empty() ? "what it refers to" : "its part " + quoted(interior.path);
    std::string message = quoted(state.id) + " looks constant, but " + part + " can change (" + interior.reason +
                          (writers.empty() ? "" : "; " + writers) +
                          ") and nothing synchronises it; guard it with a lock of the same object, make it "
                          "atomic, or compute it before threads start";
    findings.push_back(make_state_finding(program, self, shared, std::move(message)));
  }
}

} // namespace paraudit::checks
