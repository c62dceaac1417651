#include "minicompiler/resolve/paths.h"

namespace minirc {
namespace {

using ast::Ident;

bool is_std_crate(Symbol name) {
  return name.is(Known::kStd) || name.is(Known::kCore);
}

const char* expected_noun(Expected e) {
  switch (e) {
  case Expected::kValue:
    return "value";
  case Expected::kCall:
    return "function, tuple struct or tuple variant";
  case Expected::kType:
    return "type";
  case Expected::kStructLiteral:
    return "struct, variant or union type";
  case Expected::kTuplePattern:
    return "tuple struct or tuple variant";
  case Expected::kUnitPattern:
    return "unit struct, unit variant or constant";
  }
  return "value";
}

// What a missing name is called, and the code.
std::pair<const char*, std::uint16_t> missing_noun(Expected e) {
  switch (e) {
  case Expected::kValue:
    return {"value", 425};
  case Expected::kCall:
    return {"function", 425};
  case Expected::kType:
    return {"type", 425};
  case Expected::kStructLiteral:
    return {"struct, variant or union type", 422};
  case Expected::kTuplePattern:
    return {"tuple struct/variant", 531};
  case Expected::kUnitPattern:
    return {"unit struct, unit variant or constant", 531};
  }
  return {"value", 425};
}

std::uint16_t wrong_kind_code(Expected e) {
  switch (e) {
  case Expected::kValue:
  case Expected::kCall:
    return 423;
  case Expected::kType:
    return 573;
  case Expected::kStructLiteral:
    return 574;
  default:
    return 532;
  }
}

Namespace namespace_of(Expected e) {
  return e == Expected::kType || e == Expected::kStructLiteral ? Namespace::kType : Namespace::kValue;
}

class Resolver {
 public:
  Resolver(const PathContext& context, const ast::Path& path, Expected expected)
      : cx_(context), path_(path), expected_(expected) {}

  PathTarget run() {
    const Ident& first = path_.segments[0];
    if (path_.segments.size() == 1)
      return single(first);
    std::uint32_t next = 0;
    if (!start(first, next))
      return {};
    while (next + 1 < path_.segments.size()) {
      if (!std_path_.empty())
        return std_rest();
      if (at_.kind == PathKind::kPrim || is_struct())
        return assoc(next);
      if (!step(path_.segments[next]))
        return {};
      ++next;
    }
    if (!std_path_.empty())
      return std_rest();
    if (at_.kind == PathKind::kPrim || is_struct())
      return assoc(next);
    return last(path_.segments[next]);
  }

 private:
  bool is_struct() const { return at_.kind == PathKind::kDef && cx_.defs.def(at_.def).kind == DefKind::kStruct; }
  ModuleId real(ModuleId m) const { return cx_.defs.module(m).nearest_mod; }
  PathTarget error(Diagnostic d) {
    cx_.sink.emit(std::move(d));
    return {};
  }
  static std::string quoted(Symbol s) { return "`" + std::string(s.str()) + "`"; }

  // --- one segment ---

  PathTarget single(const Ident& name) {
    if (name.name.is(Known::kKwSelfType))
      return self_type(name);
    Namespace ns = namespace_of(expected_);
    if (const Binding* b = path_.global ? nullptr : lookup_lexical(cx_.defs, cx_.module, name.name, ns))
      return found(*b, name);
    if (ns == Namespace::kType && is_primitive(name.name.known()) && expected_ == Expected::kType)
      return prim(name.name.known());
    if (name.name.is(Known::kKwSelf))
      return self_value(name);
    return missing_single(name);
  }

  PathTarget prim(Known known) const {
    PathTarget t;
    t.kind = PathKind::kPrim;
    t.prim = known;
    return t;
  }

  PathTarget self_type(const Ident& name) {
    if (!cx_.self_type.valid())
      return error(make_error(Phase::kResolve, expected_ == Expected::kType ? 411 : 411, name.span,
                              "cannot find type `Self` in this scope",
                              "`Self` is only available in impls, traits, or type definitions"));
    PathTarget t;
    t.kind = PathKind::kDef;
    t.def = cx_.self_type;
    return check_kind(t, name);
  }

  PathTarget self_value(const Ident& name) {
    return error(make_error(Phase::kResolve, 424, name.span, "expected value, found module `self`",
                            "`self` value is a keyword only available in methods with a `self` parameter"));
  }

  PathTarget missing_single(const Ident& name) {
    Namespace other = namespace_of(expected_) == Namespace::kType ? Namespace::kValue : Namespace::kType;
    if (const Binding* b = lookup_lexical(cx_.defs, cx_.module, name.name, other); b && b->def.valid())
      return wrong_kind(b->def, name);
    if (is_primitive(name.name.known()) && expected_ != Expected::kType) {
      std::string what =
          std::string("expected ") + expected_noun(expected_) + ", found builtin type " + quoted(name.name);
      return error(make_error(Phase::kResolve, wrong_kind_code(expected_), name.span, what,
                              std::string("not a ") + expected_noun(expected_)));
    }
    auto [noun, code] = missing_noun(expected_);
    return error(make_error(Phase::kResolve, code, name.span,
                            std::string("cannot find ") + noun + " " + quoted(name.name) + " in this scope",
                            "not found in this scope"));
  }

  PathTarget wrong_kind(DefId def, const Ident& name) {
    const Def& d = cx_.defs.def(def);
    std::string what =
        std::string("expected ") + expected_noun(expected_) + ", found " + describe_def(d) + " " + quoted(d.name);
    Diagnostic e = make_error(Phase::kResolve, wrong_kind_code(expected_), path_.span, what,
                              std::string("not a ") + expected_noun(expected_));
    if (d.kind == DefKind::kStruct)
      e.label(d.head, quoted(d.name) + " defined here");
    return error(std::move(e));
  }

  PathTarget found(const Binding& b, const Ident& name) {
    if (b.failed)
      return {};
    if (b.ambiguous)
      return error(make_error(Phase::kResolve, 659, name.span, quoted(name.name) + " is ambiguous", "ambiguous name"));
    PathTarget t;
    if (b.std_path) {
      t.kind = PathKind::kStd;
      t.std_path = b.std_path;
      return t;
    }
    t.kind = PathKind::kDef;
    t.def = b.def;
    return check_kind(t, name);
  }

  // Whether the definition fits what the place calls for.
  PathTarget check_kind(PathTarget t, const Ident& name) {
    const Def& d = cx_.defs.def(t.def);
    bool is_struct = d.kind == DefKind::kStruct;
    ast::StructKind shape = is_struct ? d.item->struct_->kind : ast::StructKind::kUnit;
    bool fits = true;
    switch (expected_) {
    case Expected::kValue:
      fits = d.kind != DefKind::kMod && !(is_struct && shape == ast::StructKind::kNamed);
      break;
    case Expected::kCall:
      fits = d.kind != DefKind::kMod && !(is_struct && shape == ast::StructKind::kNamed);
      break;
    case Expected::kType:
    case Expected::kStructLiteral:
      fits = is_struct;
      break;
    case Expected::kTuplePattern:
      fits = is_struct && shape == ast::StructKind::kTuple;
      break;
    case Expected::kUnitPattern:
      fits = d.kind == DefKind::kConst || (is_struct && shape == ast::StructKind::kUnit);
      break;
    }
    return fits ? t : wrong_kind(t.def, name);
  }

  // --- several segments ---

  // Resolves the first segment(s) to a module, type or std path.
  bool start(const Ident& first, std::uint32_t& next) {
    next = 1;
    at_.kind = PathKind::kDef;
    Known known = first.name.known();
    if (known == Known::kKwCrate || known == Known::kKwSelf) {
      at_.def = cx_.defs.module(known == Known::kKwCrate ? 0 : real(cx_.module)).def;
      return supers(next, known == Known::kKwSelf);
    }
    if (known == Known::kKwSuper) {
      at_.def = cx_.defs.module(real(cx_.module)).def;
      next = 0;
      return supers(next, true);
    }
    if (known == Known::kKwSelfType && cx_.self_type.valid()) { // of any shape: what is asked for comes after it
      at_.def = cx_.self_type;
      return true;
    }
    if (known == Known::kKwSelfType)
      return self_type(first).kind == PathKind::kDef;
    const Binding* b = path_.global ? nullptr : lookup_lexical(cx_.defs, cx_.module, first.name, Namespace::kType);
    if (b)
      return enter(*b, first);
    if (is_std_crate(first.name)) {
      std_path_ = "std";
      std_from_ = 1;
      return true;
    }
    if (is_primitive(known)) {
      at_ = prim(known);
      return true;
    }
    return missing_first(first);
  }

  bool missing_first(const Ident& first) {
    std::string name = quoted(first.name);
    bool type_like = first.name.str()[0] >= 'A' && first.name.str()[0] <= 'Z';
    Diagnostic d =
        type_like
            ? make_error(Phase::kResolve, 433, first.span, "cannot find type " + name + " in this scope",
                         "use of undeclared type " + name)
            : make_error(Phase::kResolve, 433, first.span, "cannot find module or crate " + name + " in this scope",
                         "use of unresolved module or unlinked crate " + name);
    if (!type_like)
      d.help("you might be missing a crate named " + name);
    cx_.sink.emit(std::move(d));
    return false;
  }

  bool supers(std::uint32_t& next, bool allowed) {
    while (allowed && next + 1 < path_.segments.size() && path_.segments[next].name.is(Known::kKwSuper)) {
      ModuleId parent = cx_.defs.module(cx_.defs.def(at_.def).module).parent;
      if (parent == kNoModule) {
        cx_.sink.emit(make_error(Phase::kResolve, 433, path_.segments[next].span, "too many leading `super` keywords",
                                 "there are too many leading `super` keywords"));
        return false;
      }
      at_.def = cx_.defs.module(real(parent)).def;
      ++next;
    }
    return true;
  }

  bool enter(const Binding& b, const Ident& name) {
    if (b.failed)
      return false;
    if (b.std_path) {
      std_path_ = b.std_path.str();
      std_from_ = static_cast<std::uint32_t>(&name - path_.segments.begin()) + 1;
      return true;
    }
    at_ = {};
    at_.kind = PathKind::kDef;
    at_.def = b.def;
    return true;
  }

  bool step(const Ident& name) {
    ModuleId module = cx_.defs.def(at_.def).module;
    const Binding* b = lookup_in(cx_.defs, module, name.name, Namespace::kType);
    if (!b) {
      Symbol in = cx_.defs.def(at_.def).name;
      std::string place = module == 0 ? "the crate root" : quoted(in);
      cx_.sink.emit(make_error(Phase::kResolve, 433, name.span, "cannot find " + quoted(name.name) + " in " + place,
                               "could not find " + quoted(name.name) + " in " + place));
      return false;
    }
    return visible(*b, name) && enter(*b, name);
  }

  bool visible(const Binding& b, const Ident& name) {
    if (b.failed || cx_.defs.is_visible(b.reach, cx_.module))
      return true;
    cx_.sink.emit(private_error(cx_.defs, b, name.name, name.span));
    return false;
  }

  PathTarget last(const Ident& name) {
    ModuleId module = cx_.defs.def(at_.def).module;
    if (const Binding* b = lookup_in(cx_.defs, module, name.name, namespace_of(expected_)))
      return visible(*b, name) ? found(*b, name) : PathTarget{};
    Namespace other = namespace_of(expected_) == Namespace::kType ? Namespace::kValue : Namespace::kType;
    if (const Binding* b = lookup_in(cx_.defs, module, name.name, other); b && b->def.valid())
      return wrong_kind(b->def, name);
    auto [noun, code] = missing_noun(expected_);
    std::string place = module == 0 ? "the crate root" : "module " + quoted(cx_.defs.def(at_.def).name);
    std::string label = module == 0 ? "the crate root" : quoted(cx_.defs.def(at_.def).name);
    return error(make_error(Phase::kResolve, code, name.span,
                            std::string("cannot find ") + noun + " " + quoted(name.name) + " in " + place,
                            "not found in " + label));
  }

  // Type::name.
  PathTarget assoc(std::uint32_t index) {
    const Ident& name = path_.segments[index];
    if (index + 1 != path_.segments.size() || namespace_of(expected_) == Namespace::kType)
      return error(make_error(Phase::kResolve, 223, path_.span, "ambiguous associated type"));
    PathTarget t;
    t.name = name.name;
    t.name_span = name.span;
    if (at_.kind == PathKind::kPrim) {
      t.kind = PathKind::kPrimAssoc;
      t.prim = at_.prim;
      return t;
    }
    t.adt = at_.def;
    t.def = cx_.defs.assoc_item(at_.def, name.name);
    t.kind = t.def.valid() ? PathKind::kAssoc : PathKind::kAdtAssocMissing;
    return t;
  }

  PathTarget std_rest() {
    std::string text = std_path_;
    for (std::uint32_t i = std_from_; i < path_.segments.size(); ++i)
      text += "::" + std::string(path_.segments[i].name.str());
    PathTarget t;
    t.kind = PathKind::kStd;
    t.std_path = cx_.symbols.intern(text);
    return t;
  }

  const PathContext& cx_;
  const ast::Path& path_;
  Expected expected_;
  PathTarget at_;
  std::string std_path_;
  std::uint32_t std_from_ = 0;
};

} // namespace

bool is_primitive(Known name) {
  return name >= Known::kStr && name <= Known::kF64;
}

const Binding* lookup_in(const CrateDefs& defs, ModuleId module, Symbol name, Namespace ns) {
  const auto& names = defs.module(module).names;
  auto found = names.find(NameKey{name, ns});
  return found == names.end() ? nullptr : &found->second;
}

const Binding* lookup_lexical(const CrateDefs& defs, ModuleId module, Symbol name, Namespace ns) {
  for (ModuleId m = module; m != kNoModule; m = defs.module(m).parent) {
    if (const Binding* b = lookup_in(defs, m, name, ns))
      return b;
    if (!defs.module(m).is_block)
      return nullptr;
  }
  return nullptr;
}

const char* describe_def(const Def& def) {
  switch (def.kind) {
  case DefKind::kMod:
    return "module";
  case DefKind::kFn:
    return def.is_assoc ? "associated function" : "function";
  case DefKind::kStruct:
    return def.item->struct_->kind == ast::StructKind::kUnit    ? "unit struct"
           : def.item->struct_->kind == ast::StructKind::kTuple ? "tuple struct"
                                                                : "struct";
  case DefKind::kConst:
    return "constant";
  case DefKind::kStatic:
    return "static";
  case DefKind::kImpl:
    return "implementation";
  }
  return "item";
}

Diagnostic private_error(const CrateDefs& defs, const Binding& binding, Symbol name, Span span) {
  std::string quoted = "`" + std::string(name.str()) + "`";
  std::string what = binding.is_import ? "import" : "item";
  if (binding.def.valid() && !binding.is_import) {
    const Def& d = defs.def(binding.def);
    bool ctor = d.kind == DefKind::kStruct && d.item->struct_->kind == ast::StructKind::kTuple &&
                !(binding.reach.everywhere == d.reach.everywhere && binding.reach.scope == d.reach.scope);
    what = ctor ? "tuple struct constructor" : describe_def(d);
    if (what == "unit struct" || what == "tuple struct")
      what = what == "tuple struct" ? "struct" : what;
  }
  std::string kind =
      binding.is_import && binding.def.valid() ? std::string(describe_def(defs.def(binding.def))) + " import" : what;
  Diagnostic d = make_error(Phase::kResolve, 603, span, kind + " " + quoted + " is private", "private " + kind);
  d.note("the " + kind + " " + quoted + " is defined here", binding.span);
  return d;
}

PathTarget resolve_path(const PathContext& context, const ast::Path& path, Expected expected) {
  return Resolver(context, path, expected).run();
}

} // namespace minirc
