#include "checker/link/subjects.h"

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::PathElement;
using facts::SyncKind;

bool is_plain(SyncKind sync) {
  return sync == SyncKind::kNone || sync == SyncKind::kConst;
}

} // namespace

std::string without_template_arguments(const std::string& name) {
  std::string result;
  int depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    bool is_operator = depth == 0 && result.ends_with("operator");
    depth += name[i] == '<' && !is_operator ? 1 : 0;
    if (depth == 0) {
      result += name[i];
    }
    depth -= name[i] == '>' && depth > 0 ? 1 : 0;
  }
  return result;
}

const std::vector<SubjectPart>& Subjects::of(PathId path) {
  auto found = known_.find(path);
  if (found == known_.end()) {
    // What lies beyond the cut may be behind a pointer, and so another object's.
    std::vector<SubjectPart> named;
    if (!index_.paths.is_cut(path)) {
      named = parts(facts::AccessPath(index_.paths[path]));
    }
    found = known_.emplace(path, std::move(named)).first;
  }
  return found->second;
}

std::vector<SubjectPart> Subjects::parts(const facts::AccessPath& path) {
  size_t own = 0; // elements up to the last pointer
  for (size_t i = 0; i < path.elements.size(); ++i) {
    own = path.elements[i].kind == ElementKind::kDeref ? i + 1 : own;
  }
  std::vector<SubjectPart> result;
  if (own == 0 && path.root == facts::RootKind::kGlobal) {
    if (SubjectId subject = static_subject(path.name); subject != kNoId) {
      result.push_back({subject, 0});
    }
  }
  if (own > 1 && path.elements[own - 2].kind == ElementKind::kField) {
    auto field = index_.fields.find(path.elements[own - 2].name);
    if (field != index_.fields.end() && field->second.pt_guarded_by.path != kNoPath) {
      result.push_back({field_subject(path.elements[own - 2].name, true), own - 2});
    }
  }
  for (size_t i = 0; i < path.elements.size(); ++i) {
    const PathElement& element = path.elements[i];
    auto field = element.kind == ElementKind::kField ? index_.fields.find(element.name) : index_.fields.end();
    if (field == index_.fields.end()) {
      continue;
    }
    const facts::FieldFacts& facts = field->second;
    if (!is_plain(facts.sync) || facts.lock != facts::LockKind::kNone) {
      return {};
    }
    if (i >= own && !facts.is_const && !facts.is_reference) {
      result.push_back({field_subject(element.name, false), i});
    }
  }
  return result;
}

SubjectId Subjects::field_subject(const std::string& name, bool is_pointee) {
  auto [entry, is_new] = ids_.try_emplace((is_pointee ? "*" : ".") + name, static_cast<SubjectId>(subjects_.size()));
  if (is_new) {
    const facts::FieldFacts& facts = index_.fields.at(name);
    Subject subject;
    subject.field = name;
    subject.is_pointee = is_pointee;
    subject.name = (is_pointee ? "*" : "") + without_template_arguments(name);
    subject.type = facts.type;
    subject.is_container = facts.is_container;
    subject.site = index_.field_sites.at(name);
    subject.declared_guard = is_pointee ? facts.pt_guarded_by.path : facts.guarded_by.path;
    subjects_.push_back(std::move(subject));
  }
  return entry->second;
}

SubjectId Subjects::static_subject(const std::string& symbol) {
  auto found = index_.state_by_symbol.find(symbol);
  if (found == index_.state_by_symbol.end()) {
    return kNoId;
  }
  const State& state = index_.states[found->second];
  bool is_judged = is_plain(state.facts.sync) && state.facts.lock == facts::LockKind::kNone &&
                   !state.facts.is_constexpr && !state.facts.is_const && !state.facts.is_thread_local;
  if (!is_judged) {
    return kNoId;
  }
  auto [entry, is_new] = ids_.try_emplace("=" + symbol, static_cast<SubjectId>(subjects_.size()));
  if (is_new) {
    Subject subject;
    subject.state = found->second;
    subject.name = state.id;
    subject.type = state.facts.type;
    subject.is_container = state.facts.is_container;
    subject.site = state.site;
    subject.declared_guard = state.facts.guarded_by.path;
    subjects_.push_back(std::move(subject));
  }
  return entry->second;
}

} // namespace paraudit::link
