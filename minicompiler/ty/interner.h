// The table of types: equal types are one object. Insert-only, sharded by structural hash, reads without a lock (see
// source/symbol.h for the scheme). Thread-safe; entries live as long as the interner. The constructors below are the
// only way to make a Type.
#ifndef PARAUDIT_MINICOMPILER_TY_INTERNER_H
#define PARAUDIT_MINICOMPILER_TY_INTERNER_H

#include "minicompiler/source/intern_policy.h"
#include "minicompiler/ty/type.h"
#include <memory>
#include <vector>

namespace minirc {

class TypeInterner {
 public:
  explicit TypeInterner(InternPolicy policy = {});
  ~TypeInterner();
  TypeInterner(const TypeInterner&) = delete;
  TypeInterner& operator=(const TypeInterner&) = delete;

  Ty prim(TyKind kind) const; // kError ... kStr: no look-up at all
  Ty unit() const;
  Ty error() const { return prim(TyKind::kError); }
  Ty never() const { return prim(TyKind::kNever); }
  Ty boolean() const { return prim(TyKind::kBool); }
  Ty tuple(const std::vector<Ty>& elements);
  Ty array(Ty element, std::uint64_t length);
  Ty slice(Ty element);
  Ty ref(Ty inner, bool is_mut);
  Ty raw_ptr(Ty inner, bool is_mut);
  Ty adt(DefId def);
  Ty fn_def(DefId def);
  Ty fn_ptr(const std::vector<Ty>& params, Ty ret, bool is_unsafe, bool is_extern_c);
  Ty range(Ty index);
  Ty infer(InferKind kind, std::uint32_t index);

 private:
  Ty intern(const Type& type);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace minirc

#endif
