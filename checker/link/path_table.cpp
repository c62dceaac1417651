#include "checker/link/path_table.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessPath;
using facts::ElementKind;
using facts::PathElement;
using facts::RootKind;

// Only these roots are told apart by name; elsewhere it is for display.
bool is_named(RootKind root) {
  return root == RootKind::kGlobal || root == RootKind::kUnknown || root == RootKind::kLocal;
}

std::string key_of(const AccessPath& path) {
  std::string key;
  key += static_cast<char>('A' + static_cast<int>(path.root));
  key += std::to_string(path.index);
  if (is_named(path.root)) {
    key += path.name;
  }
  for (const PathElement& element : path.elements) {
    key += '\x1f';
    key += static_cast<char>('0' + static_cast<int>(element.kind));
    key += element.name;
  }
  return key;
}

bool ends_cut(const AccessPath& path) {
  return !path.elements.empty() && path.elements.back().kind == ElementKind::kTruncated;
}

} // namespace

PathId PathTable::intern(const AccessPath& path) {
  auto [entry, is_new] = ids_.try_emplace(key_of(path), static_cast<PathId>(paths_.size()));
  if (is_new) {
    paths_.push_back(path);
  }
  return entry->second;
}

bool PathTable::has_prefix(PathId path, PathId prefix) const {
  if (path == prefix) {
    return true;
  }
  const AccessPath& whole = paths_[path];
  const AccessPath& start = paths_[prefix];
  bool same_root =
      whole.root == start.root && whole.index == start.index && (!is_named(whole.root) || whole.name == start.name);
  return same_root && whole.elements.size() >= start.elements.size() &&
         std::equal(start.elements.begin(), start.elements.end(), whole.elements.begin());
}

PathId PathTable::append(PathId base, const std::vector<PathElement>& elements, size_t from) {
  AccessPath path = paths_[base];
  for (size_t i = from; i < elements.size() && !ends_cut(path); ++i) {
    if (path.elements.size() >= facts::kMaxPathElements && elements[i].kind != ElementKind::kTruncated) {
      path.elements.back() = {ElementKind::kTruncated, ""};
      break;
    }
    path.elements.push_back(elements[i]);
  }
  return intern(path);
}

PathId PathTable::rebase(PathId path, PathId prefix, PathId replacement) {
  std::vector<PathElement> elements = paths_[path].elements;
  return append(replacement, elements, paths_[prefix].elements.size());
}

bool PathTable::is_cut(PathId path) const {
  return ends_cut(paths_[path]);
}

PathId PathTable::truncate(PathId path, size_t elements) {
  AccessPath shorter = paths_[path];
  if (elements >= shorter.elements.size()) {
    return path;
  }
  shorter.elements.resize(elements);
  return intern(shorter);
}

PathId PathTable::substitute(PathId path, const Substitution& substitution) {
  const AccessPath original = paths_[path];
  auto actual = [&](const std::vector<PathId>& list) {
    return original.index < list.size() ? list[original.index] : kNoPath;
  };
  PathId base = kNoPath;
  switch (original.root) {
  case RootKind::kGlobal:
  case RootKind::kUnknown:
    return path;
  case RootKind::kThis:
    base = substitution.receiver;
    break;
  case RootKind::kParameter:
    base = actual(substitution.parameters);
    break;
  case RootKind::kCapture:
    base = actual(substitution.captures);
    break;
  case RootKind::kReturn:
    base = substitution.result;
    break;
  default:
    break;
  }
  if (base == kNoPath) {
    AccessPath unknown;
    unknown.root = RootKind::kUnknown;
    unknown.name = std::string(substitution.callee).append("::").append(original.name);
    unknown.index = original.index;
    base = intern(unknown);
  }
  return append(base, original.elements, 0);
}

PathId PathTable::into_callee(PathId path, const Substitution& substitution) {
  const AccessPath& whole = paths_[path];
  if (whole.root == RootKind::kGlobal) {
    return path;
  }
  auto formal = [&](RootKind root, size_t index) {
    AccessPath formal_path;
    formal_path.root = root;
    formal_path.index = static_cast<uint32_t>(index);
    return intern(formal_path);
  };
  if (substitution.receiver != kNoPath && has_prefix(path, substitution.receiver)) {
    return rebase(path, substitution.receiver, formal(RootKind::kThis, 0));
  }
  for (size_t i = 0; i < substitution.parameters.size(); ++i) {
    PathId actual = substitution.parameters[i];
    if (actual != kNoPath && has_prefix(path, actual)) {
      return rebase(path, actual, formal(RootKind::kParameter, i));
    }
  }
  for (size_t i = 0; i < substitution.captures.size(); ++i) {
    PathId actual = substitution.captures[i];
    if (actual != kNoPath && has_prefix(path, actual)) {
      return rebase(path, actual, formal(RootKind::kCapture, i));
    }
  }
  return kNoPath;
}

bool PathTable::is_definite(PathId path) const {
  const AccessPath& whole = paths_[path];
  if (whole.root == RootKind::kUnknown || whole.root == RootKind::kResult) {
    return false;
  }
  return std::none_of(whole.elements.begin(), whole.elements.end(), [](const PathElement& element) {
    return element.kind == ElementKind::kIndex || element.kind == ElementKind::kTruncated;
  });
}

bool PathTable::is_exported(PathId path) const {
  switch (paths_[path].root) {
  case RootKind::kThis:
  case RootKind::kParameter:
  case RootKind::kCapture:
  case RootKind::kGlobal:
  case RootKind::kReturn:
    return true;
  default:
    return false;
  }
}

std::string PathTable::text(PathId path) const {
  const AccessPath& whole = paths_[path];
  std::string text(facts::to_string(whole.root));
  if (!whole.name.empty()) {
    text = whole.name;
  } else if (whole.root == RootKind::kParameter || whole.root == RootKind::kCapture) {
    text += std::to_string(whole.index);
  }
  for (const PathElement& element : whole.elements) {
    switch (element.kind) {
    case ElementKind::kField:
      text += "." + element.name.substr(element.name.rfind(':') + 1);
      break;
    case ElementKind::kDeref:
      text = "*" + text;
      break;
    case ElementKind::kIndex:
      text += "[]";
      break;
    default:
      text += "...";
    }
  }
  return text;
}

bool PathTable::same_object(PathId a, PathId b) const {
  if (!overlaps(a, b)) {
    return false;
  }
  const bool a_is_longer = has_prefix(a, b);
  const std::vector<facts::PathElement>& longer = (*this)[a_is_longer ? a : b].elements;
  const size_t shared = (*this)[a_is_longer ? b : a].elements.size();
  return std::none_of(longer.begin() + shared, longer.end(),
                      [](const facts::PathElement& element) { return element.kind == facts::ElementKind::kDeref; });
}

} // namespace paraudit::link
