// Unification for one body: variables for unknown types, integers and floats, with path-compressing union-find.
// One thread; lives as long as one type check. Cost: near constant per step; types are rebuilt only when they hold
// variables.
#ifndef PARAUDIT_MINICOMPILER_TY_INFER_H
#define PARAUDIT_MINICOMPILER_TY_INFER_H

#include "minicompiler/ty/interner.h"
#include <vector>

namespace minirc {

class InferenceTable {
 public:
  explicit InferenceTable(TypeInterner& types) : types_(types) {}

  Ty fresh(InferKind kind = InferKind::kAny);
  // What the type is known to be at its outermost level.
  Ty shallow(Ty type);
  // With every known variable replaced.
  Ty resolve(Ty type);
  // Resolve, with integers defaulting to i32, floats to f64, and the rest to `fallback` (then unresolved is set).
  Ty resolve_final(Ty type, Ty fallback, bool& unresolved);
  // Makes the two types equal; false when they cannot be (variables met on the way may have been bound).
  bool unify(Ty a, Ty b);

 private:
  struct Variable {
    InferKind kind;
    Ty value = nullptr; // null: unknown
  };
  bool bind(Ty variable, Ty value);
  bool occurs(std::uint32_t index, Ty type);
  bool unify_structure(Ty a, Ty b);
  template <class Leaf> Ty rebuild(Ty type, Leaf leaf);

  TypeInterner& types_;
  std::vector<Variable> variables_;
};

} // namespace minirc

#endif
