// Where functions and lambdas go as values. See translate.h.
//
// Each store is an event: what is called through a place is then found by what was stored there. A name of which no
// event tells where it goes can be called by anything of its type; see link/stored_callables.h.
#include "checker/analysis/inventory.h"
#include "checker/analysis/translate.h"

namespace paraudit::analysis {

using namespace clang;
using facts::Event;
using facts::EventKind;
using facts::kNone;
using facts::PathId;
using facts::RootKind;

// A callable for an event that tells where it goes.
std::optional<facts::Callable> Translator::follow(const Expr* value) {
  std::optional<facts::Callable> callable = paths_.callable(value);
  if (callable)
    body_.followed.insert(paths_.named_callable(value));
  return callable;
}

void Translator::finish() {
  for (const auto& [where, symbol] : body_.named)
    if (!body_.followed.contains(where))
      unit_.address_taken.insert(symbol);
}

// A callable is stored for later: a function pointer, or what keeps any function object.
void Translator::keep(PathId holder, const Expr* value, const facts::Location& where) {
  const Expr* plain = value->IgnoreParenImpCasts();
  if (const auto* choice = dyn_cast<AbstractConditionalOperator>(plain)) {
    keep(holder, choice->getTrueExpr(), where);
    return keep(holder, choice->getFalseExpr(), where);
  }
  if (const auto* list = dyn_cast<InitListExpr>(plain)) {
    if (is_of_std(list->getType(), "array") && list->getNumInits() == 1)
      return keep(holder, list->getInit(0), where);
    // Members are told by their names, wherever the object is: see keep_fields.
    const bool is_array = list->getType()->isArrayType() || list->isTransparent();
    for (const Expr* element : is_array ? list->inits() : ArrayRef<Expr*>())
      keep(list->isTransparent() || holder == kNone ? holder : unit_.interner.index(holder), element, where);
    return;
  }
  const QualType type = plain->getType();
  const bool may_keep = is_function_pointer(type) || type->isFunctionType() || type->isRecordType() ||
                        type->isSpecificBuiltinType(BuiltinType::BoundMember);
  std::optional<facts::Callable> callable = holder == kNone || !may_keep ? std::nullopt : follow(value);
  if (!callable)
    return;
  callable->parameter = 0;
  Event& event = add(EventKind::kEscape, where);
  event.path = holder;
  event.text = "keep";
  event.callables.push_back(std::move(*callable));
}

void Translator::keep_fields(const InitListExpr* list) {
  if (is_of_std(list->getType(), "array"))
    return; // elements, see keep
  const PathId whole = unit_.interner.path({RootKind::kUnknown, 0, "", {}});
  for (const auto [field, value] : members_given(list))
    if (is_function_pointer(field->getType()) || field->getType()->isArrayType())
      keep(unit_.interner.field(whole, unit_.names.canonical(field)), value,
           unit_.locations.at(static_cast<const Expr*>(list)));
}

void Translator::keep_initial(const VarDecl* variable) {
  const QualType type = variable->getType();
  if (!is_function_pointer(type) && !type->isArrayType() && !is_of_std(type, "array"))
    return;
  const PathId holder =
      variable->hasGlobalStorage()
          ? unit_.global(variable)
          : unit_.interner.path({RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
  keep(holder, variable->getInit(), unit_.locations.at(variable->getLocation()));
}

// A function pointer that becomes a number or an untyped pointer: anything of its type may call what it was.
void Translator::disguise(const CastExpr* cast) {
  const Expr* value = cast->getSubExpr();
  if (!is_function_pointer(value->getType()) || is_function_pointer(cast->getType()) ||
      cast->getCastKind() == CK_PointerToBoolean || cast->getCastKind() == CK_MemberPointerToBoolean ||
      cast->getCastKind() == CK_ToVoid)
    return;
  std::optional<facts::Callable> callable = paths_.callable(value);
  if (!callable || !callable->symbol.empty())
    return;
  Event& event = add(EventKind::kEscape, unit_.locations.at(cast->getExprLoc()));
  event.text = "keep";
  event.callables.push_back(std::move(*callable));
}

} // namespace paraudit::analysis
