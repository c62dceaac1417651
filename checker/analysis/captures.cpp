#include "checker/analysis/captures.h"

#include "checker/analysis/prescan.h"

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;

namespace {

constexpr int kMostLambdas = 4; // that one another have captured

CarriedCapture carried(const LambdaCapture& capture) {
  CarriedCapture out;
  out.is_this = capture.capturesThis();
  out.by_reference = capture.getCaptureKind() == LCK_ByRef || capture.getCaptureKind() == LCK_This;
  out.declared = capture.capturesVariable() ? capture.getCapturedVar() : nullptr;
  out.variable = dyn_cast_or_null<VarDecl>(out.declared);
  return out;
}

void add_inner(const VarDecl* variable, std::vector<CarriedCapture>& out, int depth) {
  const LambdaExpr* inner = variable && depth < kMostLambdas ? lambda_in(variable) : nullptr;
  if (!inner)
    return;
  for (const LambdaCapture& capture : inner->captures()) {
    const CarriedCapture more = carried(capture);
    const bool is_known = std::any_of(out.begin(), out.end(), [&](const CarriedCapture& known) {
      return more.declared ? known.declared == more.declared : known.is_this;
    });
    if (!is_known && (more.declared || more.is_this))
      out.push_back(more);
    add_inner(more.variable, out, depth + 1);
  }
}

} // namespace

const LambdaExpr* lambda_in(const ValueDecl* declared) {
  const auto* variable = dyn_cast<VarDecl>(declared);
  if (!variable || !variable->getInit())
    return nullptr;
  return dyn_cast<LambdaExpr>(construction_of(variable->getInit()->IgnoreParenImpCasts()));
}

std::vector<const FunctionDecl*> instances_of(const LambdaExpr* lambda) {
  if (!lambda->isGenericLambda())
    return {lambda->getCallOperator()};
  std::vector<const FunctionDecl*> instances;
  for (const FunctionDecl* instance : lambda->getLambdaClass()->getDependentLambdaCallOperator()->specializations())
    instances.push_back(instance);
  return instances;
}

std::vector<CarriedCapture> captures_of(const LambdaExpr* lambda) {
  std::vector<CarriedCapture> out;
  for (const LambdaCapture& capture : lambda->captures())
    out.push_back(carried(capture));
  const std::size_t written = out.size();
  for (std::size_t i = 0; i < written; ++i)
    add_inner(out[i].variable, out, 0);
  return out;
}

} // namespace paraudit::analysis
