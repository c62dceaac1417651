// The definitions of a crate: what resolve_crate makes of the parsed files. Built once, then const and shared.
// Def ids follow (file order, position); modules too (module 0 is the root). Cost of a name look-up: one probe of the
// module's hash table.
#ifndef PARAUDIT_MINICOMPILER_RESOLVE_DEFS_H
#define PARAUDIT_MINICOMPILER_RESOLVE_DEFS_H

#include "minicompiler/parse/ast.h"
#include "minicompiler/source/def_id.h"
#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace minirc {

enum class DefKind : std::uint8_t { kMod, kFn, kStruct, kConst, kStatic, kImpl };
enum class Namespace : std::uint8_t { kType, kValue };

using ModuleId = std::uint32_t;
inline constexpr ModuleId kNoModule = 0xffffffff;

// Who may see a definition: everybody, or the module `scope` and what is below it.
struct Reach {
  bool everywhere = false;
  ModuleId scope = 0;
};

struct Def {
  DefKind kind = DefKind::kFn;
  bool is_foreign = false; // in an extern block: no body
  bool is_assoc = false;   // inside an impl
  bool is_mut = false;     // static mut
  bool in_fn = false;      // declared inside a function body
  Symbol name;
  Span span;           // of the name
  Span head;           // of the item without its body: what messages point at
  ModuleId module = 0; // the module (or block scope) it is declared in; kMod: the module it is itself
  DefId parent;        // kMod or kFn it is written in; kImpl for associated items; invalid for the root
  Reach reach;
  const ast::Item* item = nullptr; // null for the root module
  DefId self_type;                 // kImpl and associated items: the struct
  std::uint64_t path_hash = 0;     // of def_path: stable across runs and thread counts
};

// A name in a module: a definition or an import of one.
struct Binding {
  DefId def;       // invalid: an import that failed (already reported)
  Symbol std_path; // an import from the standard library: "std::f64::consts::PI"; then def is invalid
  Reach reach;
  Span span;
  bool is_import = false;
  bool is_glob = false;
  bool ambiguous = false; // two globs bring different definitions
  bool failed = false;    // an import that was reported
};

struct NameKey {
  Symbol name;
  Namespace ns;
  friend bool operator==(const NameKey&, const NameKey&) = default;
};
struct NameKeyHash {
  std::size_t operator()(const NameKey& key) const noexcept {
    return key.name.hash() * 2 + static_cast<std::size_t>(key.ns);
  }
};

struct Module {
  DefId def;                   // of a real module; the enclosing function's for a block scope
  ModuleId parent = kNoModule; // lexical
  ModuleId nearest_mod = 0;    // itself for a real module
  bool is_block = false;
  std::uint32_t depth = 0;
  std::unordered_map<NameKey, Binding, NameKeyHash> names;
  std::vector<DefId> items;     // in source order: what is declared directly inside
  std::vector<DefId> all_items; // of a real module: also what is declared inside its functions' bodies
};

class CrateDefs {
 public:
  const Def& def(DefId id) const { return defs[id.index]; }
  const Module& module(ModuleId id) const { return modules[id]; }
  // "geometry::Point::norm": the path inside the crate, without the crate's name; stable, unique for mangling up to
  // items in function bodies, which get "fn::{n}::name".
  std::string def_path(DefId id) const;
  bool is_visible(const Reach& reach, ModuleId from) const;
  // The associated function or const `name` of a struct; invalid when there is none.
  DefId assoc_item(DefId adt, Symbol name) const;

  std::vector<Def> defs;
  std::vector<Module> modules;
  std::vector<ModuleId> real_modules; // modules that are not block scopes: what par_for_each_module walks
  std::vector<DefId> body_owners;     // functions with bodies, consts, statics with initialisers; in order
  std::vector<DefId> structs;
  std::vector<DefId> foreign_items;
  DefId main_fn; // invalid: no main (E0601)
  // Struct -> its inherent impls' items, and each function's block scopes by ast::Block::scope.
  std::unordered_map<DefId, std::unordered_map<Symbol, DefId>> inherent;
  std::unordered_map<DefId, std::vector<ModuleId>> block_scopes;
};

} // namespace minirc

#endif
