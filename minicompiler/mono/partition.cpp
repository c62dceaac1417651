#include "minicompiler/mono/mono.h"
#include "minicompiler/mono/symbols.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

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

constexpr std::uint32_t kInlinedSize = 64; // of MIR; what is larger is hardly ever inlined

// Which unit each item is in, and who needs whom across units.
class Borders {
 public:
  Borders(const CrateDefs& defs, const std::vector<Item>& items, const std::vector<Group>& bins)
      : defs_(defs), shared_(defs.defs.size()) {
    for (const Item& item : items)
      items_[item.def.index] = &item;
    for (std::size_t i = 0; i < bins.size(); i++)
      for (const Item* item : bins[i].items)
        home_[item->def.index] = i;
  }

  bool is_shared(DefId def) const { return shared_[def.index]; }

  // Takes note of what the unit's code refers to outside of it; returns the small functions among that, found through
  // one another, where they are wanted.
  std::vector<DefId> cross(std::size_t unit, const Group& bin, bool inlining) {
    std::vector<DefId> copies;
    std::unordered_set<std::uint32_t> seen;
    std::vector<const Item*> open = bin.items;
    while (!open.empty()) {
      const Item* item = open.back();
      open.pop_back();
      for (DefId mentioned : item->mentioned) {
        auto home = home_.find(mentioned.index);
        if (home == home_.end() || home->second == unit)
          continue;
        shared_[mentioned.index] = 1;
        const Item* callee = items_.at(mentioned.index);
        if (inlining && is_inlined(*callee) && seen.insert(mentioned.index).second) {
          copies.push_back(mentioned);
          open.push_back(callee);
        }
      }
    }
    std::sort(copies.begin(), copies.end());
    return copies;
  }

 private:
  bool is_inlined(const Item& item) const {
    const Def& def = defs_.def(item.def);
    return def.kind == DefKind::kFn && item.def != defs_.main_fn &&
           (item.size <= kInlinedSize || has_attribute(def, Known::kInline));
  }

  const CrateDefs& defs_;
  std::unordered_map<std::uint32_t, const Item*> items_;
  std::unordered_map<std::uint32_t, std::size_t> home_;
  std::vector<char> shared_; // by definition: a unit that is not its home refers to it
};

} // namespace

std::vector<Unit> partition(const CrateDefs& defs, const std::vector<Item>& items, const std::string& crate_name,
                            unsigned units, bool is_bin, bool inlining) {
  if (items.empty())
    return {};
  std::vector<Group> bins = pack(groups_of(defs, items, std::max(1u, units)), std::max(1u, units));
  Borders borders(defs, items, bins);
  std::vector<std::vector<DefId>> copies;
  for (std::size_t i = 0; i < bins.size(); i++)
    copies.push_back(borders.cross(i, bins[i], inlining));
  std::vector<Unit> result;
  for (std::size_t i = 0; i < bins.size(); i++) {
    Unit unit{crate_name + ".cgu." + std::to_string(i), {}};
    for (const Item* item : bins[i].items) {
      bool outside = has_plain_name(defs, item->def) || (!is_bin && defs.def(item->def).reach.everywhere);
      bool internal = !borders.is_shared(item->def) && !outside;
      unit.items.push_back({item->def, internal ? Linkage::kInternal : Linkage::kExternal});
    }
    for (DefId copy : copies[i])
      unit.items.push_back({copy, Linkage::kInlineCopy});
    result.push_back(std::move(unit));
  }
  return result;
}

} // namespace minirc::mono
