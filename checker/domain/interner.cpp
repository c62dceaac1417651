#include "checker/domain/interner.h"

#include <algorithm>
#include <utility>

namespace paraudit::domain {

using facts::AccessPath;
using facts::ElementKind;
using facts::Lockset;
using facts::PathElement;
using facts::PathId;

namespace {

void put(std::string& key, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8)
    key += static_cast<char>(value >> shift);
}

std::string key_of(const AccessPath& path) {
  std::string key(1, static_cast<char>(path.root));
  put(key, path.index);
  key += path.name;
  for (const PathElement& element : path.elements) {
    key += '\0';
    key += static_cast<char>(element.kind);
    key += element.name;
  }
  return key;
}

std::string key_of(const Lockset& lockset) {
  std::string key;
  for (const facts::HeldLock& held : lockset) {
    put(key, held.path);
    put(key, held.since);
    key += static_cast<char>(held.mode);
    key += static_cast<char>(held.must);
  }
  return key;
}

} // namespace

Interner::Interner(std::vector<AccessPath>& paths, std::vector<Lockset>& locksets)
    : paths_(&paths), locksets_(&locksets) {
  for (std::size_t i = 0; i < paths.size(); ++i)
    path_ids_.emplace(key_of(paths[i]), static_cast<PathId>(i));
  if (locksets.empty())
    locksets.emplace_back();
  for (std::size_t i = 0; i < locksets.size(); ++i)
    lockset_ids_.emplace(key_of(locksets[i]), static_cast<facts::LocksetId>(i));
}

PathId Interner::path(AccessPath path) {
  const auto [it, added] = path_ids_.try_emplace(key_of(path), static_cast<PathId>(paths_->size()));
  if (added)
    paths_->push_back(std::move(path));
  return it->second;
}

facts::LocksetId Interner::lockset(Lockset lockset) {
  std::sort(lockset.begin(), lockset.end(), [](const facts::HeldLock& a, const facts::HeldLock& b) {
    return std::pair(a.path, a.mode) < std::pair(b.path, b.mode);
  });
  const auto next = static_cast<facts::LocksetId>(locksets_->size());
  const auto [it, added] = lockset_ids_.try_emplace(key_of(lockset), next);
  if (added)
    locksets_->push_back(std::move(lockset));
  return it->second;
}

PathId Interner::extend(PathId base, PathElement element) {
  if (base == facts::kNone)
    return facts::kNone;
  AccessPath path = get(base);
  if (!path.elements.empty() && path.elements.back().kind == ElementKind::kTruncated)
    return base;
  if (path.elements.size() >= facts::kMaxPathElements)
    element = {ElementKind::kTruncated, ""};
  path.elements.push_back(std::move(element));
  return this->path(std::move(path));
}

PathId Interner::field(PathId base, std::string qualified_name) {
  return extend(base, {ElementKind::kField, std::move(qualified_name)});
}
PathId Interner::deref(PathId base) {
  return extend(base, {ElementKind::kDeref, ""});
}
PathId Interner::index(PathId base) {
  return extend(base, {ElementKind::kIndex, ""});
}

PathId Interner::parent(PathId id) {
  constexpr PathId kUnknownParent = facts::kNone - 1;
  if (parents_.size() < paths_->size())
    parents_.resize(paths_->size(), kUnknownParent);
  if (parents_[id] == kUnknownParent) {
    AccessPath path = get(id);
    const bool is_root = path.elements.empty();
    if (!is_root)
      path.elements.pop_back();
    const PathId found = is_root ? facts::kNone : this->path(std::move(path));
    parents_[id] = found;
  }
  return parents_[id];
}

PathId Interner::append(PathId base, const AccessPath& suffix, std::size_t from) {
  const std::vector<PathElement> elements(suffix.elements.begin() + static_cast<std::ptrdiff_t>(from),
                                          suffix.elements.end());
  for (const PathElement& element : elements)
    base = extend(base, element);
  return base;
}

bool has_prefix(const AccessPath& path, const AccessPath& prefix) {
  return path.root == prefix.root && path.index == prefix.index && path.name == prefix.name &&
         path.elements.size() >= prefix.elements.size() &&
         std::equal(prefix.elements.begin(), prefix.elements.end(), path.elements.begin());
}

bool is_vague(const AccessPath& path) {
  return path.root == facts::RootKind::kUnknown ||
         (!path.elements.empty() && path.elements.back().kind == ElementKind::kTruncated);
}

} // namespace paraudit::domain
