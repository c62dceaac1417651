#include "minicompiler/ty/interner.h"
#include "minicompiler/source/hash.h"
#include "minicompiler/source/intern_table.h"
#include <array>

namespace minirc {
namespace {

std::uint64_t structural_hash(const Type& t) {
  std::uint64_t hash =
      hash_mix(static_cast<std::uint64_t>(t.kind) * 8 + t.is_mut * 4u + t.is_unsafe * 2u + t.is_extern_c, t.length);
  hash = hash_mix(hash, (static_cast<std::uint64_t>(t.def.index) << 32) | (static_cast<std::uint64_t>(t.infer) << 30) |
                            t.infer_index);
  if (t.inner)
    hash = hash_mix(hash, t.inner->hash);
  for (Ty element : t.elements)
    hash = hash_mix(hash, element->hash);
  return hash;
}

bool same(const Type& a, const Type& b) {
  bool flat = a.kind == b.kind && a.is_mut == b.is_mut && a.is_unsafe == b.is_unsafe &&
              a.is_extern_c == b.is_extern_c && a.infer == b.infer && a.infer_index == b.infer_index &&
              a.def == b.def && a.length == b.length && a.inner == b.inner && a.elements.size() == b.elements.size();
  for (std::uint32_t i = 0; flat && i < a.elements.size(); ++i)
    flat = a.elements[i] == b.elements[i];
  return flat;
}

} // namespace

struct TypeInterner::Impl {
  explicit Impl(InternPolicy policy) : table(policy) {}
  InternTable<Type> table;
  std::array<Ty, static_cast<std::size_t>(TyKind::kStr) + 1> prims{};
  Ty unit = nullptr;
};

TypeInterner::TypeInterner(InternPolicy policy) : impl_(std::make_unique<Impl>(policy)) {
  for (std::size_t kind = 0; kind < impl_->prims.size(); ++kind) {
    Type t;
    t.kind = static_cast<TyKind>(kind);
    impl_->prims[kind] = intern(t);
  }
  Type unit;
  unit.kind = TyKind::kTuple;
  impl_->unit = intern(unit);
}

TypeInterner::~TypeInterner() = default;

Ty TypeInterner::intern(const Type& type) {
  std::uint64_t hash = structural_hash(type);
  return impl_->table.intern(
      hash, [&](const Type& t) { return same(t, type); },
      [&](Arena& arena) {
        Type kept = type;
        kept.hash = hash;
        kept.elements = arena.copy(type.elements.begin(), type.elements.size());
        kept.has_infer = type.kind == TyKind::kInfer || (type.inner && type.inner->has_infer);
        kept.has_error = type.kind == TyKind::kError || (type.inner && type.inner->has_error);
        for (Ty element : type.elements) {
          kept.has_infer |= element->has_infer;
          kept.has_error |= element->has_error;
        }
        return arena.make<Type>(kept);
      });
}

Ty TypeInterner::prim(TyKind kind) const {
  return impl_->prims[static_cast<std::size_t>(kind)];
}
Ty TypeInterner::unit() const {
  return impl_->unit;
}

Ty TypeInterner::tuple(const std::vector<Ty>& elements) {
  Type t;
  t.kind = TyKind::kTuple;
  t.elements = List<Ty>(elements.data(), static_cast<std::uint32_t>(elements.size()));
  return intern(t);
}

Ty TypeInterner::array(Ty element, std::uint64_t length) {
  Type t;
  t.kind = TyKind::kArray;
  t.inner = element;
  t.length = length;
  return intern(t);
}

Ty TypeInterner::slice(Ty element) {
  Type t;
  t.kind = TyKind::kSlice;
  t.inner = element;
  return intern(t);
}

Ty TypeInterner::ref(Ty inner, bool is_mut) {
  Type t;
  t.kind = TyKind::kRef;
  t.inner = inner;
  t.is_mut = is_mut;
  return intern(t);
}

Ty TypeInterner::raw_ptr(Ty inner, bool is_mut) {
  Type t;
  t.kind = TyKind::kRawPtr;
  t.inner = inner;
  t.is_mut = is_mut;
  return intern(t);
}

Ty TypeInterner::adt(DefId def) {
  Type t;
  t.kind = TyKind::kAdt;
  t.def = def;
  return intern(t);
}

Ty TypeInterner::fn_def(DefId def) {
  Type t;
  t.kind = TyKind::kFnDef;
  t.def = def;
  return intern(t);
}

Ty TypeInterner::fn_ptr(const std::vector<Ty>& params, Ty ret, bool is_unsafe, bool is_extern_c) {
  Type t;
  t.kind = TyKind::kFnPtr;
  t.elements = List<Ty>(params.data(), static_cast<std::uint32_t>(params.size()));
  t.inner = ret;
  t.is_unsafe = is_unsafe;
  t.is_extern_c = is_extern_c;
  return intern(t);
}

Ty TypeInterner::range(Ty index) {
  Type t;
  t.kind = TyKind::kRange;
  t.inner = index;
  return intern(t);
}

Ty TypeInterner::infer(InferKind kind, std::uint32_t index) {
  Type t;
  t.kind = TyKind::kInfer;
  t.infer = kind;
  t.infer_index = index;
  return intern(t);
}

} // namespace minirc
