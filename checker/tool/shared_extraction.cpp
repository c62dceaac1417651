#include "checker/tool/shared_extraction.h"

#include "checker/analysis/include_scan.h"
#include "checker/analysis/shared_extract.h"
#include "checker/facts/store.h"
#include "checker/tool/share_tree.h"

#include <map>

namespace paraudit::tool {
namespace {

// A process of its own costs about as much as to parse this many bytes.
constexpr std::uint64_t kLeastBytes = 100'000;

// Units that differ in their file alone, and their headers.
class Group {
 public:
  void add(std::size_t unit, std::vector<analysis::IncludedHeader> headers) {
    ShareUnit one{unit, {}};
    for (analysis::IncludedHeader& header : headers) {
      const auto [it, added] = ids_.try_emplace(header.include + '\0' + header.path, headers_.size());
      if (added) {
        headers_.push_back(std::move(header));
      } else {
        headers_[it->second].is_direct |= header.is_direct;
      }
      one.headers.push_back(static_cast<HeaderId>(it->second));
    }
    units_.push_back(std::move(one));
  }

  // System headers that only system headers name are no beginning.
  std::vector<ShareNode> plan() const {
    std::vector<ShareUnit> units;
    for (const ShareUnit& unit : units_) {
      ShareUnit kept{unit.unit, {}};
      for (HeaderId header : unit.headers) {
        if (headers_[header].is_direct) {
          kept.headers.push_back(header);
        }
      }
      units.push_back(std::move(kept));
    }
    std::vector<std::uint64_t> bytes;
    for (const analysis::IncludedHeader& header : headers_) {
      bytes.push_back(header.bytes);
    }
    return plan_sharing(units, bytes, kLeastBytes);
  }

  analysis::SharedHeader header(HeaderId id) const { return {headers_[id].include, headers_[id].path}; }

 private:
  std::map<std::string, std::size_t> ids_;
  std::vector<analysis::IncludedHeader> headers_;
  std::vector<ShareUnit> units_;
};

std::vector<Group> groups_of(const Commands& commands, const std::vector<std::size_t>& wanted,
                             const analysis::ExtractOptions& options) {
  std::map<std::string, std::vector<std::size_t>> by_key;
  for (std::size_t unit : wanted) {
    by_key[analysis::sharing_key(commands[unit], options)].push_back(unit);
  }
  by_key.erase("");
  std::vector<Group> groups;
  analysis::IncludeScanner scanner;
  for (const auto& [key, units] : by_key) {
    if (units.size() < 2) {
      continue;
    }
    Group group;
    for (std::size_t unit : units) {
      group.add(unit, scanner.scan(commands[unit], options));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

} // namespace

void extract_sharing(const Commands& commands, const std::vector<std::size_t>& wanted,
                     const analysis::ExtractOptions& options, const Workers& workers,
                     const std::function<void(SharedFacts)>& take) {
  const std::vector<Group> groups = groups_of(commands, wanted, options);
  std::vector<SharedJob> roots;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (const ShareNode& node : groups[group].plan()) {
      roots.push_back(shared_job(node, group, [&](HeaderId id) { return groups[group].header(id); }));
    }
  }
  if (!roots.empty()) {
    run_share_tree(roots, commands, options, workers, take);
  }
}

} // namespace paraudit::tool
