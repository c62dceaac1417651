// References to objects that belong to one thread or worker, what decides an order, and streams to files. See
// translate.h.
#include "checker/analysis/translate.h"

#include <algorithm>
#include <array>

namespace paraudit::analysis {

using namespace clang;
using facts::Event;
using facts::EventKind;
using facts::kNone;
using facts::PathId;
using models::Role;

namespace {

constexpr int kMaxAccessors = 2;

// What `return x;` gives, where that is all that a function does at its end.
const Expr* only_result(const FunctionDecl* function) {
  const auto* code = dyn_cast_or_null<CompoundStmt>(function->getBody());
  const auto* last = code && !code->body_empty() ? dyn_cast<ReturnStmt>(code->body_back()) : nullptr;
  return last ? last->getRetValue() : nullptr;
}

// What begin() is called of: the container that an algorithm works on.
const Expr* container_of(const Expr* begin) {
  begin = construction_of(begin->IgnoreParenImpCasts());
  if (const auto* call = dyn_cast<CXXMemberCallExpr>(begin))
    return call->getImplicitObjectArgument();
  const auto* call = dyn_cast<CallExpr>(begin);
  return call && call->getNumArgs() == 1 ? call->getArg(0) : begin;
}

} // namespace

bool Translator::is_thread_bound(const Expr* expression, int depth) const {
  expression = construction_of(expression->IgnoreParenImpCasts());
  if (const auto* unary = dyn_cast<UnaryOperator>(expression))
    return (unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Deref) &&
           is_thread_bound(unary->getSubExpr(), depth);
  if (const auto* reference = dyn_cast<DeclRefExpr>(expression)) {
    const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
    return variable && (variable->getTLSKind() != VarDecl::TLS_None || held_.contains(variable));
  }
  if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    const auto* variable = dyn_cast<VarDecl>(member->getMemberDecl());
    return variable ? variable->getTLSKind() != VarDecl::TLS_None
                    : !member->isArrow() && is_thread_bound(member->getBase(), depth);
  }
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(expression))
    return is_thread_bound(subscript->getBase(), depth);
  const auto* call = dyn_cast<CallExpr>(expression);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!callee)
    return false;
  const CallSite site = site_of(call);
  if (site.receiver) {
    const QualType type = site.arrow ? site.receiver->getType()->getPointeeType() : site.receiver->getType();
    const bool is_pin = callee->getDeclName().isIdentifier() && callee->getName() == "pin";
    if (unit_.types.info(type).role == Role::kWorkerLocal)
      return !is_pin && (callee->getReturnType()->isReferenceType() || callee->getReturnType()->isAnyPointerType());
    if (isa<CXXOperatorCallExpr>(call))
      return call->isGLValue() && is_thread_bound(site.receiver, depth);
  }
  const bool refers = callee->getReturnType()->isReferenceType() || callee->getReturnType()->isAnyPointerType();
  const FunctionDecl* definition =
      refers && depth < kMaxAccessors && !unit_.library.is_library(callee) ? callee->getDefinition() : nullptr;
  const Expr* result = definition ? only_result(definition) : nullptr;
  return result && is_thread_bound(result, depth + 1);
}

void Translator::hold(const VarDecl* variable) {
  const QualType type = variable->getType();
  const bool refers = type->isReferenceType() || type->isAnyPointerType();
  if (!refers || !variable->getInit() || !is_thread_bound(variable->getInit()))
    return;
  held_.insert(variable);
  Event& event = add(EventKind::kEscape, unit_.locations.at(variable->getLocation()));
  event.text = "hold";
  event.path = paths_.referent(variable->getInit());
  event.source =
      unit_.interner.path({facts::RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
}

void Translator::use_held(const DeclRefExpr* reference) {
  const auto* variable = dyn_cast<VarDecl>(reference->getDecl());
  if (!variable || !held_.contains(variable))
    return;
  Event& event = add(EventKind::kEscape, unit_.locations.at(reference->getLocation()));
  event.text = "hold-use";
  event.source =
      unit_.interner.path({facts::RootKind::kLocal, body_.scan.local(variable), variable->getNameAsString(), {}});
}

// `all_states.push_back(&own_state)`, `current.store(&own_state)`: pointers that a method of a library type keeps.
void Translator::hand_out(const CallSite& site) {
  if (!site.receiver || !unit_.library.is_library(site.callee))
    return;
  const PathId holder = receiver_path(site);
  if (holder == kNone || unit_.interner.get(holder).root != facts::RootKind::kGlobal)
    return;
  for (const Expr* argument : site.arguments) {
    const auto* parameter = dyn_cast<DeclRefExpr>(argument->IgnoreParenImpCasts());
    const bool passes_on = parameter && isa<ParmVarDecl>(parameter->getDecl());
    if (!argument->getType()->isAnyPointerType() || (!passes_on && !is_thread_bound(argument)))
      continue;
    const PathId stored = paths_.pointee(argument);
    Event& event = add(EventKind::kEscape, unit_.locations.at(site.expression));
    event.path = stored;
    event.source = holder;
    event.text = "store";
  }
}

void Translator::note_order(const CallSite& site) {
  constexpr std::array<StringRef, 11> kSorts = {"std::sort",
                                                "std::stable_sort",
                                                "std::partial_sort",
                                                "std::ranges::__sort_fn::operator()",
                                                "std::ranges::__stable_sort_fn::operator()",
                                                "llvm::sort",
                                                "llvm::stable_sort",
                                                "tbb::parallel_sort",
                                                "std::qsort",
                                                "qsort",
                                                "absl::c_sort"};
  constexpr std::array<StringRef, 7> kChoices = {"std::minmax",
                                                 "std::min",
                                                 "std::max",
                                                 "std::less::operator()",
                                                 "std::greater::operator()",
                                                 "std::ranges::less::operator()",
                                                 "std::ranges::__minmax_fn::operator()"};
  if (site.arguments.empty())
    return;
  const std::string& name = unit_.names.model(site.callee);
  const bool sorts = std::find(kSorts.begin(), kSorts.end(), name) != kSorts.end();
  const bool chooses =
      site.arguments.size() >= 2 && std::find(kChoices.begin(), kChoices.end(), name) != kChoices.end();
  const QualType chosen = site.arguments[0]->getType().getNonReferenceType();
  const bool is_index = chosen->isIntegerType(); // of elements whose locks are taken in its order
  if (!sorts && !(chooses && (is_index || chosen->isAnyPointerType())))
    return;
  const PathId first = sorts ? paths_.referent(container_of(site.arguments[0])) : paths_.referent(site.arguments[0]);
  const PathId second = chooses ? paths_.referent(site.arguments[1]) : kNone;
  Event& event = add(EventKind::kOrder, unit_.locations.at(site.expression));
  event.path = first;
  event.source = second;
  event.text = sorts ? "sort" : is_index ? "choose-index" : "choose";
}

// `fwrite(text, size, 1, stderr)`, `write(STDERR_FILENO, text, size)`: calls for files that the terminal's are given.
bool Translator::goes_to_console(const CallSite& site) const {
  const auto is_standard = [&](const Expr* argument) {
    argument = argument->IgnoreParenImpCasts();
    const auto* reference = dyn_cast<DeclRefExpr>(argument);
    const auto* stream = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
    return stream && stream->hasExternalStorage() && unit_.locations.in_system_header(stream->getLocation()) &&
           (stream->getName() == "stdout" || stream->getName() == "stderr");
  };
  if (std::any_of(site.arguments.begin(), site.arguments.end(), is_standard))
    return true;
  const StringRef name = site.callee->getDeclName().isIdentifier() ? site.callee->getName() : "";
  Expr::EvalResult descriptor;
  return (name == "write" || name == "writev") && !site.arguments.empty() && !site.arguments[0]->isValueDependent() &&
         site.arguments[0]->EvaluateAsInt(descriptor, unit_.context) &&
         (descriptor.Val.getInt() == 1 || descriptor.Val.getInt() == 2);
}

// `file << x`, `std::getline(file, line)`, `os.write(x)`: what a stream is told, the first call of a chain tells.
void Translator::note_stream(const CallSite& site) {
  const Expr* stream = site.receiver ? site.receiver : site.arguments.empty() ? nullptr : site.arguments[0];
  const OverloadedOperatorKind kind = site.callee->getOverloadedOperator();
  const bool is_named = site.callee->getDeclName().isIdentifier();
  const bool reads_or_writes = kind == OO_LessLess || kind == OO_GreaterGreater ||
                               (is_named && (site.callee->getName() == "getline" || site.callee->getName() == "write"));
  if (!stream || !reads_or_writes)
    return;
  stream = stream->IgnoreParenImpCasts();
  const QualType type = stream->getType()->isAnyPointerType() ? stream->getType()->getPointeeType() : stream->getType();
  const CXXRecordDecl* record = record_of(type.getNonReferenceType());
  if (!record || isa<CallExpr>(stream))
    return;
  const bool is_file = unit_.types.info(type).role == Role::kFileStream;
  const std::string& name = unit_.names.model(record);
  const bool is_output =
      (name == "std::basic_ostream" || name == "llvm::raw_ostream" || name == "llvm::raw_fd_ostream") &&
      kind != OO_GreaterGreater;
  if (!is_output && (!is_file || site.receiver)) // methods of files are in the tables
    return;
  block_on(paths_.object(stream), is_file ? "file-io" : "console-output", unit_.locations.at(site.expression));
}

void Translator::block_on(PathId object, const char* text, const facts::Location& where) {
  Event& event = add(EventKind::kBlocking, where);
  event.text = text;
  event.path = object;
}

} // namespace paraudit::analysis
