#include "minicompiler/mono/mono.h"
#include "runtime/parallel/par.h"
#include "runtime/sync/sharded.h"

#include <algorithm>
#include <unordered_set>

namespace minirc::mono {
namespace {

// Which items have been met. Each is handed to one discoverer only.
class Visited {
 public:
  explicit Visited(std::uint32_t shards) : seen_("minirc::mono::Visited::seen_", shards) {}
  bool insert(DefId def) { return seen_.lock_shard_by_value(def.index)->insert(def.index).second; }

 private:
  paraudit::Sharded<std::unordered_set<std::uint32_t>> seen_;
};

bool is_compiled(const CrateDefs& defs, DefId def) {
  const Def& definition = defs.def(def);
  return !definition.is_foreign && (definition.kind == DefKind::kFn || definition.kind == DefKind::kStatic);
}

// Functions that the value of a static refers to.
void mentioned_by(const ConstValue& value, std::vector<DefId>& out) {
  if (value.kind == ConstKind::kFn)
    out.push_back(value.fn);
  for (const ConstValue& element : value.elements)
    mentioned_by(element, out);
}

void add_constants(const mir::Body& body, std::vector<DefId>& out) {
  for (const mir::Constant& constant : body.constants)
    if (constant.value)
      mentioned_by(*constant.value, out);
}

Item make_item(TyCtxt& cx, mir::Program& program, DefId def) {
  Item item{def, 1, {}};
  if (cx.defs().def(def).kind == DefKind::kStatic) {
    mentioned_by(cx.const_value(def), item.mentioned);
  } else {
    const mir::Body& body = program.mir_of(def);
    item.mentioned = body.mentioned;
    add_constants(body, item.mentioned);
    for (const mir::Block& block : body.blocks)
      item.size += static_cast<std::uint32_t>(block.statements.size()) + 1;
  }
  std::sort(item.mentioned.begin(), item.mentioned.end());
  item.mentioned.erase(std::unique(item.mentioned.begin(), item.mentioned.end()), item.mentioned.end());
  return item;
}

std::vector<DefId> roots(const CrateDefs& defs, bool is_bin) {
  if (is_bin)
    return defs.main_fn.valid() ? std::vector<DefId>{defs.main_fn} : std::vector<DefId>{};
  std::vector<DefId> all;
  for (DefId owner : defs.body_owners)
    if (is_compiled(defs, owner))
      all.push_back(owner);
  return all;
}

} // namespace

std::vector<Item> collect(TyCtxt& cx, mir::Program& program, bool is_bin, std::uint32_t shards) {
  Visited visited(shards);
  std::vector<DefId> wave = roots(cx.defs(), is_bin);
  for (DefId root : wave)
    visited.insert(root);
  std::vector<Item> items;
  while (!wave.empty()) {
    std::vector<Item> made(wave.size());
    std::vector<std::vector<DefId>> found(wave.size());
    std::vector<std::size_t> indices(wave.size());
    for (std::size_t i = 0; i < indices.size(); i++)
      indices[i] = i;
    paraudit::par_for_each_in("collect mono items", indices, [&](std::size_t i) {
      made[i] = make_item(cx, program, wave[i]);
      for (DefId next : made[i].mentioned)
        if (is_compiled(cx.defs(), next) && visited.insert(next))
          found[i].push_back(next);
    });
    wave.clear();
    for (std::size_t i = 0; i < made.size(); i++) {
      wave.insert(wave.end(), found[i].begin(), found[i].end());
      items.push_back(std::move(made[i]));
    }
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.def < b.def; });
  return items;
}

} // namespace minirc::mono
