#include "minicompiler/resolve/collect.h"
#include <utility>

namespace minirc {
namespace {

using namespace ast;

class Collector {
 public:
  Collector(const Crate& crate, CrateDefs& defs, DiagnosticSink& sink, Collected& out)
      : crate_(crate), defs_(defs), sink_(sink), out_(out) {}

  void run() {
    Def root;
    root.kind = DefKind::kMod;
    DefId id = add(root);
    new_module(id, kNoModule, false);
    std::vector<std::pair<std::uint32_t, ModuleId>> order{{0, 0}};
    files_ = &order;
    // File by file: a module's file always has a larger number than its parent's.
    for (std::size_t i = 0; i < order.size(); ++i) {
      auto [file, module] = order[i];
      items(crate_.files[file]->ast->items, module);
    }
  }

 private:
  DefId add(Def def) {
    DefId id{static_cast<std::uint32_t>(defs_.defs.size())};
    defs_.defs.push_back(std::move(def));
    return id;
  }

  ModuleId new_module(DefId def, ModuleId parent, bool is_block) {
    auto id = static_cast<ModuleId>(defs_.modules.size());
    Module m;
    m.def = def;
    m.parent = parent;
    m.is_block = is_block;
    m.nearest_mod = is_block ? defs_.modules[parent].nearest_mod : id;
    m.depth = parent == kNoModule ? 0 : defs_.modules[parent].depth + 1;
    defs_.modules.push_back(std::move(m));
    if (!is_block)
      defs_.real_modules.push_back(id);
    return id;
  }

  void items(List<const Item*> list, ModuleId module) {
    for (const Item* item : list)
      one(item, module);
  }

  void one(const Item* item, ModuleId module) {
    switch (item->kind) {
    case ItemKind::kFn:
      return function(item, module, declare(item, module, DefKind::kFn, Namespace::kValue));
    case ItemKind::kStruct:
      return structure(item, module);
    case ItemKind::kConst:
    case ItemKind::kStatic: {
      DefKind kind = item->kind == ItemKind::kConst ? DefKind::kConst : DefKind::kStatic;
      DefId id = declare(item, module, kind, Namespace::kValue);
      defs_.defs[id.index].is_mut = item->is_mut;
      return own_body(item, id);
    }
    case ItemKind::kMod:
      return mod(item, module);
    case ItemKind::kUse:
      return use(item, module);
    case ItemKind::kImpl:
      return implementation(item, module);
    case ItemKind::kExternBlock:
      return foreign(item, module);
    case ItemKind::kUnsupported:
      return;
    }
  }

  void own_body(const Item* item, DefId id) {
    if (item->value)
      defs_.body_owners.push_back(id);
    else
      sink_.emit(make_error(Phase::kParse, 0, item->span,
                            std::string("free ") + (item->kind == ItemKind::kConst ? "constant" : "static") +
                                " item without body"));
  }

  Reach reach_of(const Visibility& vis, ModuleId module) {
    ModuleId here = defs_.modules[module].nearest_mod;
    switch (vis.kind) {
    case VisKind::kPublic:
      return {true, 0};
    case VisKind::kCrate:
      return {false, 0};
    case VisKind::kSuper:
      return {false, parent_module(here)};
    case VisKind::kInPath:
      return in_path(vis, here);
    default:
      return {false, here};
    }
  }
  ModuleId parent_module(ModuleId module) const {
    ModuleId parent = defs_.modules[module].parent;
    return parent == kNoModule ? 0 : defs_.modules[parent].nearest_mod;
  }

  // pub(in path): only ancestors may be named, so walking up is enough.
  Reach in_path(const Visibility& vis, ModuleId here) {
    const Ident& last = vis.path.segments.back();
    ModuleId at = here;
    if (last.name.is(Known::kKwCrate))
      return {false, 0};
    if (last.name.is(Known::kKwSuper)) {
      for (const Ident& segment : vis.path.segments)
        at = segment.name.is(Known::kKwSuper) ? parent_module(at) : at;
      return {false, at};
    }
    for (; at != kNoModule; at = defs_.modules[at].parent)
      if (defs_.def(defs_.modules[at].def).name == last.name)
        return {false, at};
    sink_.emit(
        make_error(Phase::kResolve, 742, vis.path.span, "visibilities can only be restricted to ancestor modules"));
    return {false, here};
  }

  DefId declare(const Item* item, ModuleId module, DefKind kind, Namespace ns) {
    Def def;
    def.kind = kind;
    def.name = item->name.name;
    def.span = item->name.span;
    def.head = item->head;
    def.module = module;
    def.parent = defs_.modules[module].def;
    def.in_fn = defs_.modules[module].is_block || defs_.def(def.parent).in_fn;
    def.reach = reach_of(item->vis, module);
    def.item = item;
    DefId id = add(def);
    defs_.modules[module].items.push_back(id);
    bind(module, item->name.name, ns, id, def.reach);
    return id;
  }

  void bind(ModuleId module, Symbol name, Namespace ns, DefId id, Reach reach) {
    if (name.is(Known::kUnderscore))
      return;
    Binding binding;
    binding.def = id;
    binding.reach = reach;
    binding.span = defs_.def(id).head;
    auto [at, fresh] = defs_.modules[module].names.try_emplace(NameKey{name, ns}, binding);
    if (fresh)
      return;
    std::string text(name.str());
    Diagnostic d = make_error(Phase::kResolve, 428, binding.span, "the name `" + text + "` is defined multiple times",
                              "`" + text + "` redefined here");
    d.label(at->second.span, std::string("previous definition of the ") + namespace_name(ns) + " `" + text + "` here");
    d.note("`" + text + "` must be defined only once in the " + namespace_name(ns) + " namespace of this " +
           (defs_.modules[module].is_block ? "block" : "module"));
    sink_.emit(std::move(d));
  }

  void function(const Item* item, ModuleId module, DefId id) {
    if (!item->fn->body) {
      if (!defs_.def(id).is_foreign)
        sink_.emit(make_error(Phase::kParse, 0, item->span, "free function without a body"));
      return;
    }
    defs_.body_owners.push_back(id);
    if (!item->fn->item_blocks.empty())
      block_scopes(item, module, id);
  }

  // Inner blocks come before outer ones in item_blocks: the parent of a scope is the first later block around it.
  void block_scopes(const Item* item, ModuleId module, DefId id) {
    List<const Block*> blocks = item->fn->item_blocks;
    std::vector<ModuleId> scopes(blocks.size());
    for (std::uint32_t i = blocks.size(); i-- > 0;) {
      ModuleId parent = module;
      for (std::uint32_t outer = i + 1; outer < blocks.size(); ++outer)
        if (blocks[outer]->span.lo <= blocks[i]->span.lo && blocks[i]->span.hi <= blocks[outer]->span.hi) {
          parent = scopes[outer];
          break;
        }
      scopes[i] = new_module(id, parent, true);
    }
    for (std::uint32_t i = 0; i < blocks.size(); ++i)
      for (const Stmt& stmt : blocks[i]->stmts)
        if (stmt.kind == StmtKind::kItem)
          one(stmt.item, scopes[i]);
    defs_.block_scopes[id] = std::move(scopes);
  }

  void structure(const Item* item, ModuleId module) {
    DefId id = declare(item, module, DefKind::kStruct, Namespace::kType);
    defs_.structs.push_back(id);
    if (item->struct_->kind == StructKind::kNamed)
      return;
    // The constructor is as visible as its least visible field.
    Reach reach = defs_.def(id).reach;
    for (const FieldDef& field : item->struct_->fields) {
      Reach r = reach_of(field.vis, module);
      if (!r.everywhere && (reach.everywhere || defs_.modules[r.scope].depth > defs_.modules[reach.scope].depth))
        reach = r;
    }
    bind(module, item->name.name, Namespace::kValue, id, reach);
  }

  void mod(const Item* item, ModuleId module) {
    DefId id = declare(item, module, DefKind::kMod, Namespace::kType);
    ModuleId inner = new_module(id, module, false);
    defs_.defs[id.index].module = inner;
    if (item->is_inline_mod)
      return items(item->items, inner);
    auto file = crate_.module_files.find(item);
    if (file != crate_.module_files.end())
      files_->push_back({file->second, inner});
  }

  void implementation(const Item* item, ModuleId module) {
    Def def;
    def.kind = DefKind::kImpl;
    def.span = def.head = item->head;
    def.module = module;
    def.parent = defs_.modules[module].def;
    def.in_fn = defs_.modules[module].is_block || defs_.def(def.parent).in_fn;
    def.item = item;
    DefId impl = add(def);
    defs_.modules[module].items.push_back(impl);
    out_.impls.push_back({impl, module});
    for (const Item* member : item->items)
      assoc(member, module, impl);
  }

  void assoc(const Item* member, ModuleId module, DefId impl) {
    bool is_fn = member->kind == ItemKind::kFn;
    if (!is_fn && member->kind != ItemKind::kConst) {
      if (member->kind != ItemKind::kUnsupported)
        sink_.emit(make_error(Phase::kParse, 0, member->span, "this item is not supported in an `impl`"));
      return;
    }
    Def def;
    def.kind = is_fn ? DefKind::kFn : DefKind::kConst;
    def.is_assoc = true;
    def.name = member->name.name;
    def.span = member->name.span;
    def.head = member->head;
    def.module = module;
    def.parent = impl;
    def.in_fn = defs_.def(impl).in_fn;
    def.reach = reach_of(member->vis, module);
    def.item = member;
    DefId id = add(def);
    defs_.modules[module].items.push_back(id);
    is_fn ? function(member, module, id) : own_body(member, id);
  }

  void foreign(const Item* item, ModuleId module) {
    for (const Item* member : item->items) {
      bool is_fn = member->kind == ItemKind::kFn, is_static = member->kind == ItemKind::kStatic;
      if (!is_fn && !is_static) {
        sink_.emit(make_unsupported(Phase::kParse, member->span, "this item in an extern block"));
        continue;
      }
      if (is_fn ? member->fn->body != nullptr : member->value != nullptr) {
        sink_.emit(make_error(Phase::kParse, 0, member->name.span,
                              is_fn ? "incorrect function inside `extern` block"
                                    : "incorrect `static` inside `extern` block"));
        continue;
      }
      DefId id = declare(member, module, is_fn ? DefKind::kFn : DefKind::kStatic, Namespace::kValue);
      defs_.defs[id.index].is_foreign = true;
      defs_.defs[id.index].is_mut = member->is_mut;
      defs_.foreign_items.push_back(id);
    }
  }

  void use(const Item* item, ModuleId module) {
    std::vector<Ident> prefix;
    use_tree(item->use, module, prefix, item->use->prefix.global, reach_of(item->vis, module));
  }

  void use_tree(const UseTree* tree, ModuleId module, std::vector<Ident>& prefix, bool global, Reach reach) {
    std::size_t outer = prefix.size();
    prefix.insert(prefix.end(), tree->prefix.segments.begin(), tree->prefix.segments.end());
    if (tree->kind == UseTree::Kind::kNested) {
      for (const UseTree* child : tree->children)
        use_tree(child, module, prefix, global, reach);
    } else {
      Import import;
      import.module = module;
      import.tree = tree;
      import.path = prefix;
      import.global = global;
      import.is_glob = tree->kind == UseTree::Kind::kGlob;
      // use a::b::{self}: the module itself.
      if (!import.is_glob && import.path.size() > 1 && import.path.back().name.is(Known::kKwSelf))
        import.path.pop_back();
      import.span = tree->prefix.span;
      import.reach = reach;
      if (!import.is_glob) {
        import.name = tree->rename.name ? tree->rename.name : import.path.back().name;
        import.name_span = tree->rename.name ? tree->rename.span : tree->prefix.span;
      }
      out_.imports.push_back(std::move(import));
    }
    prefix.resize(outer);
  }

  const Crate& crate_;
  CrateDefs& defs_;
  DiagnosticSink& sink_;
  Collected& out_;
  std::vector<std::pair<std::uint32_t, ModuleId>>* files_ = nullptr;
};

} // namespace

const char* namespace_name(Namespace ns) {
  return ns == Namespace::kType ? "type" : "value";
}

Collected collect_definitions(const Crate& crate, CrateDefs& defs, DiagnosticSink& sink) {
  Collected out;
  Collector(crate, defs, sink, out).run();
  return out;
}

} // namespace minirc
