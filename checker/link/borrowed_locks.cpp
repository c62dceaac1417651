#include "checker/link/borrowed_locks.h"

#include <algorithm>
#include <utility>

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::Event;
using facts::EventKind;
using facts::RootKind;

constexpr int kMaxRounds = 4; // functions that pass a lock on to each other

class Resolver {
 public:
  Resolver(const ProgramIndex& index, const std::set<std::string>& fields) : index_(index), fields_(fields) {}

  BorrowedLocks run() {
    BorrowedLocks result;
    for (const Function& function : index_.functions) {
      for (const Event& event : function.facts->events) {
        if (event.kind == EventKind::kBind) {
          note_binding(function, event);
        } else if (event.kind == EventKind::kRelease && function.facts->is_destructor) {
          note_guard(function, event, result.several);
        }
      }
    }
    for (int round = 0; round < kMaxRounds && !wanted_.empty(); ++round) {
      follow_callers();
    }
    for (const auto& [parameter, to] : wanted_) {
      leave_open(to);
    }
    for (const auto& [field, sources] : sources_) {
      if (!sources.is_open && sources.locks.size() == 1) {
        result.owners[field] = *sources.locks.begin();
      } else if (sources.locks.size() > 1) {
        result.several.insert(field);
      }
    }
    return result;
  }

 private:
  struct Sources {
    std::set<LockId> locks;
    bool is_open = false; // something else may be bound as well
  };
  using Fields = std::set<std::string>;
  using Parameter = std::pair<std::string_view, uint32_t>; // of the function with this symbol

  void note_binding(const Function& function, const Event& event) {
    const facts::AccessPath& path = index_.units[function.unit].paths[event.path];
    const size_t size = path.elements.size();
    if (size < 2 || path.elements[size - 1].kind != ElementKind::kDeref ||
        path.elements[size - 2].kind != ElementKind::kField || !fields_.contains(path.elements[size - 2].name)) {
      return;
    }
    const std::string& field = path.elements[size - 2].name;
    sources_.try_emplace(field);
    note_source(function, event.source, {field});
  }

  void note_guard(const Function& function, const Event& event, std::set<std::string>& guards) const {
    for (const PathId lock : event.locks) {
      for (const facts::PathElement& element : index_.units[function.unit].paths[lock].elements) {
        if (element.kind == ElementKind::kField && fields_.contains(element.name)) {
          guards.insert(element.name);
        }
      }
    }
  }

  void note_source(const Function& function, PathId source, const Fields& to) {
    if (source == facts::kNone) {
      return leave_open(to);
    }
    const facts::AccessPath& path = index_.units[function.unit].paths[source];
    if (path.root == RootKind::kParameter && path.elements.empty()) {
      const Parameter parameter{function.facts->symbol, path.index};
      if (!followed_.contains(parameter)) {
        wanted_[parameter].insert(to.begin(), to.end());
      } else if (!std::includes(followed_[parameter].begin(), followed_[parameter].end(), to.begin(), to.end())) {
        leave_open(to); // comes late, by recursion
      }
      return;
    }
    const bool is_copied = std::any_of(path.elements.begin(), path.elements.end(), [&](const auto& element) {
      return element.kind == ElementKind::kField && to.contains(element.name);
    });
    if (is_copied) {
      return; // from another object, which has what some constructor gave it
    }
    const LockId lock = resolve_lock(index_, index_.path(function, source)).lock;
    if (lock == kNoId) {
      return leave_open(to);
    }
    for (const std::string& field : to) {
      sources_[field].locks.insert(lock);
    }
  }

  void leave_open(const Fields& to) {
    for (const std::string& field : to) {
      sources_[field].is_open = true;
    }
  }

  // What the callers give for the parameters that are wanted.
  void follow_callers() {
    const std::map<Parameter, Fields> now = std::exchange(wanted_, {});
    followed_.insert(now.begin(), now.end());
    std::set<std::string_view> callees;
    for (const auto& [parameter, to] : now) {
      callees.insert(parameter.first);
    }
    std::set<Parameter> given;
    for (const Function& function : index_.functions) {
      for (const Event& event : function.facts->events) {
        if (event.kind != EventKind::kCall || !callees.contains(event.callee)) {
          continue;
        }
        for (auto it = now.lower_bound({event.callee, 0}); it != now.end() && it->first.first == event.callee; ++it) {
          const uint32_t parameter = it->first.second;
          note_source(function, parameter < event.actuals.size() ? event.actuals[parameter].path : facts::kNone,
                      it->second);
          given.insert(it->first);
        }
      }
    }
    for (const auto& [parameter, to] : now) {
      if (!given.contains(parameter) || index_.values.contains(std::string(parameter.first))) {
        leave_open(to);
      }
    }
  }

  const ProgramIndex& index_;
  const std::set<std::string>& fields_;
  std::map<std::string, Sources> sources_;
  std::map<Parameter, Fields> wanted_, followed_;
};

} // namespace

BorrowedLocks resolve_borrowed_locks(const ProgramIndex& index, const std::set<std::string>& fields) {
  return fields.empty() ? BorrowedLocks() : Resolver(index, fields).run();
}

} // namespace paraudit::link
