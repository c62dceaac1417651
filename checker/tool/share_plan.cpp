#include "checker/tool/share_plan.h"

#include <algorithm>
#include <map>
#include <memory>

namespace paraudit::tool {
namespace {

struct Trie {
  std::map<HeaderId, std::unique_ptr<Trie>> next;
  std::size_t count = 0; // of units at or below
  std::vector<std::size_t> units;
};

class Planner {
 public:
  Planner(const std::vector<std::uint64_t>& bytes, std::uint64_t least) : bytes_(bytes), least_(least) {}

  ShareNode plan(const Trie& trie) const {
    ShareNode node;
    node.units = trie.units;
    for (const auto& [header, child] : trie.next) {
      add_branch(header, *child, node);
    }
    return node;
  }

 private:
  void add_branch(HeaderId header, const Trie& first, ShareNode& parent) const {
    std::vector<HeaderId> headers{header};
    std::uint64_t bytes = bytes_[header];
    const Trie* end = &first;
    while (end->units.empty() && end->next.size() == 1) {
      const auto& [next, child] = *end->next.begin();
      headers.push_back(next);
      bytes += bytes_[next];
      end = child.get();
    }
    ShareNode node = plan(*end);
    if (first.count >= 2 && (first.count - 1) * bytes >= least_) {
      node.headers = std::move(headers);
      parent.children.push_back(std::move(node));
      return;
    }
    // Too little to start a process for: each unit and each child parses these headers itself.
    parent.units.insert(parent.units.end(), node.units.begin(), node.units.end());
    for (ShareNode& child : node.children) {
      child.headers.insert(child.headers.begin(), headers.begin(), headers.end());
      parent.children.push_back(std::move(child));
    }
  }

  const std::vector<std::uint64_t>& bytes_;
  std::uint64_t least_;
};

} // namespace

std::vector<ShareNode> plan_sharing(const std::vector<ShareUnit>& units, const std::vector<std::uint64_t>& bytes,
                                    std::uint64_t least) {
  std::vector<std::size_t> counts(bytes.size());
  for (const ShareUnit& unit : units) {
    for (HeaderId header : unit.headers) {
      ++counts[header];
    }
  }
  Trie root;
  for (const ShareUnit& unit : units) {
    std::vector<HeaderId> headers = unit.headers;
    std::sort(headers.begin(), headers.end(),
              [&](HeaderId a, HeaderId b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
    headers.erase(std::unique(headers.begin(), headers.end()), headers.end());
    Trie* node = &root;
    for (HeaderId header : headers) {
      std::unique_ptr<Trie>& next = node->next[header];
      if (!next) {
        next = std::make_unique<Trie>();
      }
      node = next.get();
      ++node->count;
    }
    node->units.push_back(unit.unit);
  }
  return Planner(bytes, least).plan(root).children;
}

} // namespace paraudit::tool
