#include "minicompiler/passes/usefulness.h"
#include "minicompiler/ty/const_arith.h"
#include <algorithm>
#include <set>

namespace minirc {
namespace {

using Kind = SimplePat::Kind;

bool enumerable(Ty t) {
  return t->is_int() || t->is(TyKind::kChar) || t->is(TyKind::kBool);
}

u128 bias(Ty t) {
  return t->is_signed() ? u128{1} << (t->bits() - 1) : 0;
}

u128 largest(Ty t) {
  if (t->is(TyKind::kBool))
    return 1;
  if (t->is(TyKind::kChar))
    return 0x10FFFF;
  return t->bits() == 128 ? ~u128{0} : (u128{1} << t->bits()) - 1;
}

class Search {
 public:
  using Row = std::vector<const SimplePat*>;
  explicit Search(TyCtxt& cx) : cx_(cx) {}

  std::optional<std::vector<std::string>> missing(std::vector<Row> rows, std::vector<Ty> types) {
    if (types.empty())
      return rows.empty() ? std::optional(std::vector<std::string>()) : std::nullopt;
    rows = expand(rows);
    Ty first = types[0];
    bool all_wild = std::all_of(rows.begin(), rows.end(), [](const Row& r) { return r[0]->kind == Kind::kWild; });
    if (!all_wild && enumerable(first))
      return split(rows, types);
    if (!all_wild && std::any_of(rows.begin(), rows.end(), [](const Row& r) { return r[0]->kind == Kind::kSingle; }))
      return single(rows, types);
    std::vector<Row> rest;
    for (const Row& r : rows)
      if (r[0]->kind == Kind::kWild)
        rest.emplace_back(r.begin() + 1, r.end());
    auto found = missing(std::move(rest), tail(types));
    if (found)
      found->insert(found->begin(), first->is(TyKind::kRef) ? "&_" : "_");
    return found;
  }

 private:
  static std::vector<Ty> tail(const std::vector<Ty>& types) { return {types.begin() + 1, types.end()}; }

  static std::vector<Row> expand(const std::vector<Row>& rows) {
    std::vector<Row> out;
    for (const Row& r : rows)
      add(out, r);
    return out;
  }
  static void add(std::vector<Row>& out, const Row& r) {
    if (r[0]->kind != Kind::kOr) {
      out.push_back(r);
      return;
    }
    for (const SimplePat& alternative : r[0]->parts) {
      Row copy = r;
      copy[0] = &alternative;
      add(out, copy);
    }
  }

  // Integers: between two boundaries all values behave alike.
  std::optional<std::vector<std::string>> split(const std::vector<Row>& rows, const std::vector<Ty>& types) {
    Ty type = types[0];
    std::set<u128> starts{0};
    for (const Row& r : rows)
      if (r[0]->kind == Kind::kRange) {
        starts.insert(r[0]->lo);
        if (r[0]->hi < largest(type))
          starts.insert(r[0]->hi + 1);
      }
    for (auto at = starts.begin(); at != starts.end(); ++at) {
      u128 lo = *at, hi = std::next(at) == starts.end() ? largest(type) : *std::next(at) - 1;
      if (type->is(TyKind::kChar) && lo >= 0xD800 && hi <= 0xDFFF)
        continue;
      std::vector<Row> matching;
      for (const Row& r : rows)
        if (r[0]->kind == Kind::kWild || (r[0]->kind == Kind::kRange && r[0]->lo <= lo && hi <= r[0]->hi))
          matching.emplace_back(r.begin() + 1, r.end());
      auto found = missing(std::move(matching), tail(types));
      if (found) {
        found->insert(found->begin(), show_range(type, lo, hi));
        return found;
      }
    }
    return std::nullopt;
  }

  std::string show_value(Ty type, u128 value) const {
    if (type->is(TyKind::kBool))
      return value ? "true" : "false";
    std::string name = to_string(type, cx_.defs());
    if (type->is(TyKind::kChar))
      return value >= 0x20 && value < 0x7F ? std::string("'") + static_cast<char>(value) + "'"
                                           : "'\\u{" + to_decimal(value) + "}'";
    if (value == 0 && type->is_signed())
      return name + "::MIN";
    if (value == largest(type))
      return name + "::MAX";
    u128 plain = value - bias(type);
    bool negative = type->is_signed() && value < bias(type);
    return (negative ? "-" + to_decimal(bias(type) - value) : to_decimal(plain)) + "_" + name;
  }
  std::string show_range(Ty type, u128 lo, u128 hi) const {
    if (lo == 0 && hi == largest(type) && !type->is(TyKind::kBool))
      return "_";
    return lo == hi ? show_value(type, lo) : show_value(type, lo) + "..=" + show_value(type, hi);
  }

  std::vector<Ty> field_types(Ty type) {
    if (type->is(TyKind::kTuple))
      return {type->elements.begin(), type->elements.end()};
    if (type->is(TyKind::kRef))
      return {type->inner};
    std::vector<Ty> types;
    for (const FieldInfo& f : cx_.struct_def(type->def).fields)
      types.push_back(f.type);
    return types;
  }

  // Tuples, structs, references: one constructor, replaced by its fields.
  std::optional<std::vector<std::string>> single(const std::vector<Row>& rows, const std::vector<Ty>& types) {
    std::vector<Ty> fields = field_types(types[0]), inner = fields;
    inner.insert(inner.end(), types.begin() + 1, types.end());
    std::vector<Row> opened;
    for (const Row& r : rows) {
      Row row;
      for (std::size_t i = 0; i < fields.size(); ++i)
        row.push_back(r[0]->kind == Kind::kSingle ? &r[0]->parts[i] : &wild_);
      row.insert(row.end(), r.begin() + 1, r.end());
      opened.push_back(std::move(row));
    }
    auto found = missing(std::move(opened), inner);
    if (!found)
      return found;
    auto end = found->begin() + static_cast<std::ptrdiff_t>(fields.size());
    std::string text = show_single(types[0], {found->begin(), end});
    found->erase(found->begin(), end);
    found->insert(found->begin(), text);
    return found;
  }

  std::string show_single(Ty type, const std::vector<std::string>& parts) {
    if (type->is(TyKind::kRef))
      return "&" + parts[0];
    std::string list;
    bool named = type->is(TyKind::kAdt) && cx_.struct_def(type->def).kind == ast::StructKind::kNamed;
    for (std::size_t i = 0; i < parts.size(); ++i)
      list += (i ? ", " : "") + (named ? std::string(cx_.struct_def(type->def).fields[i].name.str()) + ": " : "") +
              parts[i];
    std::string name = type->is(TyKind::kAdt) ? to_string(type, cx_.defs()) : "";
    return named ? name + " { " + list + " }" : name + "(" + list + ")";
  }

  TyCtxt& cx_;
  SimplePat wild_;
};

} // namespace

// The bits of a literal, a negated literal or a constant.
bool PatternLowering::value(const hir::Expr* e, Ty type, u128& bits) {
  if (auto* literal = e->dyn_cast<hir::LiteralExpr>()) {
    bits = literal->value.bits;
    return literal->value.kind != LiteralKind::kStr && literal->value.kind != LiteralKind::kFloat;
  }
  if (auto* negated = e->dyn_cast<hir::UnaryExpr>()) {
    bool ok = value(negated->operand, type, bits);
    bits = truncate_bits(u128{0} - bits, type);
    return ok;
  }
  auto* path = e->dyn_cast<hir::PathExpr>();
  if (!path)
    return false;
  if (path->res == hir::ResKind::kTypeRelative || path->res == hir::ResKind::kStdConst) {
    bits = types_.path_constant(e);
    return true;
  }
  const ConstValue& known = cx_.const_value(path->def);
  bits = known.bits;
  return known.kind == ConstKind::kScalar;
}

SimplePat PatternLowering::range(const hir::Pat* p) {
  Ty type = types_.type_of(p);
  SimplePat out;
  out.kind = Kind::kOpaque;
  if (!enumerable(type))
    return out;
  u128 lo = 0, hi = 0, sign = bias(type);
  out.lo = p->lo && value(p->lo, type, lo) ? lo ^ sign : 0;
  out.hi = p->kind != hir::PatKind::kRange   ? out.lo
           : p->hi && value(p->hi, type, hi) ? (hi ^ sign) - !p->inclusive
                                             : largest(type);
  out.kind = Kind::kRange;
  return out;
}

SimplePat PatternLowering::lower(const hir::Pat* p) {
  SimplePat out;
  switch (p->kind) {
  case hir::PatKind::kBinding:
    return p->sub ? lower(p->sub) : out;
  case hir::PatKind::kLiteral:
  case hir::PatKind::kConst:
  case hir::PatKind::kRange:
    return range(p);
  case hir::PatKind::kRef:
    out.kind = Kind::kSingle;
    out.parts.push_back(lower(p->sub));
    return out;
  case hir::PatKind::kOr:
    out.kind = Kind::kOr;
    for (const hir::Pat* alternative : p->elements)
      out.parts.push_back(lower(alternative));
    return out;
  case hir::PatKind::kTuple: {
    out.kind = Kind::kSingle;
    out.parts.resize(types_.type_of(p)->elements.size());
    for (std::uint32_t i = 0; i < p->elements.size(); ++i) {
      std::size_t at = p->rest_at != hir::kNone && i >= p->rest_at ? i + out.parts.size() - p->elements.size() : i;
      out.parts[at] = lower(p->elements[i]);
    }
    return out;
  }
  case hir::PatKind::kStruct: {
    out.kind = Kind::kSingle;
    out.parts.resize(cx_.struct_def(p->adt).fields.size());
    auto indices = types_.field_indices(p->id);
    for (std::uint32_t i = 0; i < p->fields.size(); ++i)
      out.parts[indices[i]] = lower(p->fields[i].pat);
    return out;
  }
  default:
    return out;
  }
}

std::optional<std::string> find_missing(TyCtxt& cx, Ty type, const std::vector<SimplePat>& rows) {
  std::vector<Search::Row> matrix;
  for (const SimplePat& row : rows)
    matrix.push_back({&row});
  auto found = Search(cx).missing(std::move(matrix), {type});
  return found ? std::optional(found->at(0)) : std::nullopt;
}

} // namespace minirc
