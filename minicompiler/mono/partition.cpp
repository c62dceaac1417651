#include "minicompiler/mono/mono.h"
#include "minicompiler/mono/symbols.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace minirc::mono {
namespace {

struct Group {
  std::vector<const Item*> items;
  std::uint64_t size = 0;
};

// Items by module, in order; a module bigger than a fair share is cut into consecutive pieces.
std::vector<Group> groups_of(const CrateDefs& defs, const std::vector<Item>& items, unsigned units) {
  std::uint64_t total = 0;
  std::map<ModuleId, std::vector<const Item*>> by_module;
  for (const Item& item : items) {
    total += item.size;
    by_module[defs.module(defs.def(item.def).module).nearest_mod].push_back(&item);
  }
  std::uint64_t fair = std::max<std::uint64_t>(1, total / units / 2);
  std::vector<Group> groups;
  for (auto& [module, members] : by_module) {
    groups.emplace_back();
    for (const Item* item : members) {
      if (groups.back().size > 0 && groups.back().size + item->size > fair)
        groups.emplace_back();
      groups.back().items.push_back(item);
      groups.back().size += item->size;
    }
  }
  return groups;
}

// Largest first, each to the least loaded unit; ties by position, so that the result is a function of the crate.
std::vector<Group> pack(std::vector<Group> groups, unsigned units) {
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.size != b.size ? a.size > b.size : a.items[0]->def < b.items[0]->def;
  });
  std::vector<Group> bins(units);
  for (Group& group : groups) {
    Group& bin =
        *std::min_element(bins.begin(), bins.end(), [](const Group& a, const Group& b) { return a.size < b.size; });
    bin.items.insert(bin.items.end(), group.items.begin(), group.items.end());
    bin.size += group.size;
  }
  std::erase_if(bins, [](const Group& bin) { return bin.items.empty(); });
  for (Group& bin : bins)
    std::sort(bin.items.begin(), bin.items.end(), [](const Item* a, const Item* b) { return a->def < b->def; });
  return bins;
}

} // namespace

std::vector<Unit> partition(const CrateDefs& defs, const std::vector<Item>& items, const std::string& crate_name,
                            unsigned units, bool is_bin) {
  if (items.empty())
    return {};
  std::vector<Group> bins = pack(groups_of(defs, items, std::max(1u, units)), std::max(1u, units));
  std::unordered_map<std::uint32_t, std::size_t> home;
  std::vector<char> shared(defs.defs.size());
  for (std::size_t i = 0; i < bins.size(); i++)
    for (const Item* item : bins[i].items)
      home[item->def.index] = i;
  for (std::size_t i = 0; i < bins.size(); i++)
    for (const Item* item : bins[i].items)
      for (DefId mentioned : item->mentioned)
        if (auto found = home.find(mentioned.index); found != home.end() && found->second != i)
          shared[mentioned.index] = 1;
  std::vector<Unit> result;
  for (std::size_t i = 0; i < bins.size(); i++) {
    Unit unit{crate_name + ".cgu." + std::to_string(i), {}};
    for (const Item* item : bins[i].items) {
      bool outside = has_plain_name(defs, item->def) || (!is_bin && defs.def(item->def).reach.everywhere);
      unit.items.push_back({item->def, !shared[item->def.index] && !outside});
    }
    result.push_back(std::move(unit));
  }
  return result;
}

} // namespace minirc::mono
