// Second step of resolution: imports, to a fix-point, since imports may go through imports and globs.
#include "minicompiler/resolve/imports.h"
#include "minicompiler/resolve/paths.h"
#include <optional>

namespace minirc {
namespace {

struct Prefix {
  enum class State : std::uint8_t { kModule, kStd, kMissing, kNotModule } state = State::kMissing;
  ModuleId module = 0;
  std::string std_path;
  std::uint32_t at = 0; // segment where the search ended
};

std::string quoted(Symbol s) {
  return "`" + std::string(s.str()) + "`";
}

class ImportResolver {
 public:
  ImportResolver(CrateDefs& defs, std::vector<Import>& imports, SymbolInterner& symbols, DiagnosticSink& sink)
      : defs_(defs), imports_(imports), symbols_(symbols), sink_(sink) {}

  void run() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (Import& import : imports_)
        changed |= import.is_glob ? resolve_glob(import) : resolve_single(import);
    }
    for (Import& import : imports_)
      if (!import.done)
        report(import);
    for (const Import& import : imports_)
      check_visibility(import);
  }

 private:
  // Walks the first `count` segments of the path through modules.
  Prefix prefix(const Import& import, std::uint32_t count) {
    Prefix p;
    p.state = Prefix::State::kModule;
    p.module = defs_.module(import.module).nearest_mod;
    if (count == 0)
      return p;
    const ast::Ident& first = import.path[0];
    std::uint32_t next = 1;
    if (first.name.is(Known::kKwCrate)) {
      p.module = 0;
    } else if (first.name.is(Known::kKwSuper)) {
      next = 0;
    } else if (!first.name.is(Known::kKwSelf) && !first_name(import, first, p)) {
      return p;
    }
    for (; next < count && p.state == Prefix::State::kModule; ++next)
      step(import, next, p);
    for (; next < count && p.state == Prefix::State::kStd; ++next)
      p.std_path += "::" + std::string(import.path[next].name.str());
    return p;
  }

  bool first_name(const Import& import, const ast::Ident& first, Prefix& p) {
    const Binding* b = import.global ? nullptr : lookup_lexical(defs_, import.module, first.name, Namespace::kType);
    if (b)
      return enter(*b, p, 0);
    bool is_std = first.name.is(Known::kStd) || first.name.is(Known::kCore);
    p.state = is_std ? Prefix::State::kStd : Prefix::State::kMissing;
    p.std_path = "std";
    return is_std;
  }

  bool enter(const Binding& b, Prefix& p, std::uint32_t at) {
    p.at = at;
    if (b.std_path) {
      p.state = Prefix::State::kStd;
      p.std_path = b.std_path.str();
      return true;
    }
    bool is_module = b.def.valid() && defs_.def(b.def).kind == DefKind::kMod;
    p.state = is_module ? Prefix::State::kModule : Prefix::State::kNotModule;
    if (is_module)
      p.module = defs_.def(b.def).module;
    return is_module;
  }

  void step(const Import& import, std::uint32_t index, Prefix& p) {
    const ast::Ident& name = import.path[index];
    if (name.name.is(Known::kKwSuper)) {
      ModuleId parent = defs_.module(p.module).parent;
      if (parent == kNoModule) {
        p.state = Prefix::State::kMissing;
        p.at = index;
        return;
      }
      p.module = defs_.module(parent).nearest_mod;
      return;
    }
    const Binding* b = lookup_in(defs_, p.module, name.name, Namespace::kType);
    p.at = index;
    if (b)
      enter(*b, p, index);
    else
      p.state = Prefix::State::kMissing;
  }

  // Adds or improves a name in a module; true when something changed.
  bool bind(const Import& import, Symbol name, Namespace ns, Binding source, bool glob) {
    if (name.is(Known::kUnderscore))
      return false;
    Binding b = source;
    b.reach = import.reach;
    b.span = import.span;
    b.is_import = true;
    b.is_glob = glob;
    auto [at, fresh] = defs_.modules[import.module].names.try_emplace(NameKey{name, ns}, b);
    if (fresh)
      return true;
    Binding& old = at->second;
    if (old.is_glob && !glob) {
      old = b;
      return true;
    }
    if (old.is_glob && glob && !(old.def == b.def) && !old.ambiguous) {
      old.ambiguous = true;
      return true;
    }
    if (!old.is_glob && !glob && !(old.is_import && old.span == b.span))
      duplicate(import, name, ns, old);
    return false;
  }

  void duplicate(const Import& import, Symbol name, Namespace ns, const Binding& old) {
    bool both = old.is_import;
    Diagnostic d =
        make_error(Phase::kResolve, both ? 252 : 255, import.span,
                   "the name " + quoted(name) + " is defined multiple times", quoted(name) + " reimported here");
    d.label(old.span, std::string("previous ") + (both ? "import" : "definition") + " of the " + namespace_name(ns) +
                          " " + quoted(name) + " here");
    d.note(quoted(name) + " must be defined only once in the " + namespace_name(ns) + " namespace of this module");
    if (!reported_.contains(import.span.lo))
      sink_.emit(std::move(d));
    reported_.insert({import.span.lo, true});
  }

  bool resolve_single(Import& import) {
    if (import.done && !import.path.empty() && import.path.size() == 1 && import.path[0].name.is(Known::kKwSelf))
      return false;
    auto count = static_cast<std::uint32_t>(import.path.size());
    Prefix p = prefix(import, count - 1);
    Symbol last = import.path.back().name;
    if (p.state == Prefix::State::kStd || (count == 1 && (last.is(Known::kStd) || last.is(Known::kCore)))) {
      Binding b;
      b.std_path = symbols_.intern(count == 1 ? "std" : p.std_path + "::" + std::string(last.str()));
      bool changed = !import.done;
      import.done = true;
      changed |= bind(import, import.name, Namespace::kType, b, false);
      return bind(import, import.name, Namespace::kValue, b, false) || changed;
    }
    if (p.state != Prefix::State::kModule)
      return false;
    bool changed = false;
    for (Namespace ns : {Namespace::kType, Namespace::kValue}) {
      const Binding* b =
          count == 1 ? lookup_lexical(defs_, import.module, last, ns) : lookup_in(defs_, p.module, last, ns);
      if (!b || (b->is_import && b->span == import.span) || !visible_later(*b, import))
        continue;
      import.done = true;
      Binding copy = *b;
      changed |= bind(import, import.name, ns, copy, false);
    }
    return changed;
  }

  // A private name still resolves (so that E0603, not E0432, is reported) unless the other namespace has a visible one.
  bool visible_later(const Binding& b, const Import& import) {
    if (defs_.is_visible(b.reach, import.module))
      return true;
    private_[&import] = b;
    return true;
  }

  bool resolve_glob(Import& import) {
    Prefix p = prefix(import, static_cast<std::uint32_t>(import.path.size()));
    if (p.state == Prefix::State::kStd && !import.done)
      sink_.emit(make_unsupported(Phase::kResolve, import.span, "a glob import from the standard library"));
    import.done |= p.state == Prefix::State::kStd || p.state == Prefix::State::kModule;
    if (p.state != Prefix::State::kModule || p.module == import.module)
      return false;
    // Copied first: binding may rehash the table that is walked when modules import each other.
    std::vector<std::pair<NameKey, Binding>> names;
    for (const auto& [key, binding] : defs_.module(p.module).names)
      if (defs_.is_visible(binding.reach, import.module) && !binding.failed)
        names.emplace_back(key, binding);
    bool changed = false;
    for (const auto& [key, binding] : names)
      changed |= bind(import, key.name, key.ns, binding, true);
    return changed;
  }

  void report(Import& import) {
    auto count = static_cast<std::uint32_t>(import.path.size());
    Prefix p = prefix(import, import.is_glob ? count : count - 1);
    sink_.emit(p.state == Prefix::State::kModule ? missing_name(import, p) : missing_prefix(import, p));
    Binding failed;
    failed.failed = true;
    if (!import.is_glob)
      for (Namespace ns : {Namespace::kType, Namespace::kValue})
        bind(import, import.name, ns, failed, true);
  }

  Diagnostic missing_name(const Import& import, const Prefix& p) {
    std::string last = quoted(import.path.back().name);
    std::string place = p.module == 0 ? "the root" : quoted(defs_.def(defs_.module(p.module).def).name);
    std::string label = import.path.size() == 1 ? "no external crate " + last : "no " + last + " in " + place;
    return make_error(Phase::kResolve, 432, import.path.size() == 1 ? import.path[0].span : import.span,
                      "unresolved import `" + text(import, import.path.size()) + "`", label);
  }

  Diagnostic missing_prefix(const Import& import, const Prefix& p) {
    const ast::Ident& segment = import.path[p.at];
    std::string name = quoted(segment.name);
    std::string message = "unresolved import `" + text(import, p.at + 1) + "`";
    if (p.state == Prefix::State::kNotModule)
      return make_error(Phase::kResolve, 432, segment.span, message, name + " is not a module");
    if (p.at == 0) {
      Diagnostic d =
          make_error(Phase::kResolve, 432, segment.span, message, "use of unresolved module or unlinked crate " + name);
      return d.help("you might be missing a crate named " + name);
    }
    Prefix before = prefix(import, p.at);
    std::string place = before.module == 0 ? "the crate root" : quoted(defs_.def(defs_.module(before.module).def).name);
    return make_error(Phase::kResolve, 432, segment.span, message, "could not find " + name + " in " + place);
  }

  static std::string text(const Import& import, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
      out += (i ? "::" : "") + std::string(import.path[i].name.str());
    return out;
  }

  // E0603 for private segments and names; E0364 / E0365 for re-exporting what is less visible.
  void check_visibility(const Import& import) {
    if (!import.done)
      return;
    for (std::uint32_t i = 1; i + (import.is_glob ? 0 : 1) < import.path.size(); ++i) {
      Prefix p = prefix(import, i);
      if (p.state != Prefix::State::kModule || import.path[i].name.is(Known::kKwSuper))
        continue;
      const Binding* b = lookup_in(defs_, p.module, import.path[i].name, Namespace::kType);
      if (b && !defs_.is_visible(b->reach, import.module))
        return sink_.emit(private_error(defs_, *b, import.path[i].name, import.path[i].span));
    }
    auto found = private_.find(&import);
    if (found == private_.end() || import.path.size() < 2 || other_namespace_visible(import))
      return;
    sink_.emit(private_error(defs_, found->second, import.path.back().name, import.path.back().span));
  }

  bool other_namespace_visible(const Import& import) {
    Prefix p = prefix(import, static_cast<std::uint32_t>(import.path.size() - 1));
    for (Namespace ns : {Namespace::kType, Namespace::kValue}) {
      const Binding* b = lookup_in(defs_, p.module, import.path.back().name, ns);
      if (b && defs_.is_visible(b->reach, import.module))
        return true;
    }
    return false;
  }

  CrateDefs& defs_;
  std::vector<Import>& imports_;
  SymbolInterner& symbols_;
  DiagnosticSink& sink_;
  std::unordered_map<const Import*, Binding> private_;
  std::unordered_map<std::uint32_t, bool> reported_;
};

} // namespace

void resolve_imports(CrateDefs& defs, std::vector<Import>& imports, SymbolInterner& symbols, DiagnosticSink& sink) {
  ImportResolver(defs, imports, symbols, sink).run();
}

} // namespace minirc
