#include "checker/analysis/value_flows.h"

#include "checker/analysis/values.h"

#include <algorithm>
#include <array>
#include <map>

namespace paraudit::analysis {

using namespace clang;
using facts::kNone;
using facts::ValueFlow;
using facts::ValuePlace;
using facts::ValuePlaceKind;
using models::Role;

namespace {

constexpr std::size_t kMaxThrough = 3;

bool is_one_of(StringRef name, llvm::ArrayRef<StringRef> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

StringRef name_of(const FunctionDecl* function) {
  return function->getDeclName().isIdentifier() ? function->getName() : StringRef();
}

// Library functions that write what they are given, a file's name not among it.
bool prints(const FunctionDecl* callee) {
  constexpr std::array<StringRef, 13> kNames = {"printf", "fprintf", "vprintf",        "vfprintf", "puts",
                                                "fputs",  "putchar", "fputc",          "fwrite",   "write",
                                                "writev", "pwrite",  "fwrite_unlocked"};
  const bool is_new = callee->isInStdNamespace() && is_one_of(name_of(callee), {"print", "println"});
  return is_one_of(name_of(callee), kNames) || is_new;
}

// ... and those that put it into their first argument, as text.
bool formats_into(const FunctionDecl* callee) {
  return is_one_of(name_of(callee), {"snprintf", "sprintf", "vsnprintf", "format_to", "format_to_n", "to_chars",
                                     "strcpy", "strcat", "memcpy"});
}

bool sorts_by_value(const FunctionDecl* callee, std::size_t arguments) {
  const auto* method = dyn_cast<CXXMethodDecl>(callee);
  const bool is_object = method && callee->getOverloadedOperator() == OO_Call &&
                         method->getParent()->getName().contains("sort"); // std::ranges
  const bool is_sort = is_object || name_of(callee).ends_with("sort");
  return is_sort && arguments >= 1 && arguments <= 2;
}

bool compares_order(OverloadedOperatorKind kind) {
  return kind == OO_Less || kind == OO_Greater || kind == OO_LessEqual || kind == OO_GreaterEqual ||
         kind == OO_Spaceship;
}

class FlowBuilder {
 public:
  FlowBuilder(Unit& unit, Body& body, facts::FunctionFacts& out)
      : unit_(unit), body_(body), out_(out), values_(unit, body) {}

  void run(const Stmt* code) {
    if (const auto* constructor = dyn_cast_or_null<CXXConstructorDecl>(body_.function))
      for (const CXXCtorInitializer* initializer : constructor->inits())
        member(initializer);
    visit(code);
    keep_outer();
  }

 private:
  void member(const CXXCtorInitializer* initializer) {
    const Expr* value = initializer->getInit();
    if (initializer->isAnyMemberInitializer() && values_.is_followed(initializer->getAnyMember()->getType()))
      flow(value, values_.field(initializer->getAnyMember()));
    visit(value);
  }

  void flow(std::vector<Source> sources, const std::optional<ValuePlace>& to, const Expr* at) {
    if (!to)
      return;
    for (Source& source : sources)
      if (source.place != *to)
        flows_.push_back(
            {std::move(source.place), *to, std::move(source.through), unit_.locations.at(at->getExprLoc())});
  }
  void flow(const Expr* value, const std::optional<ValuePlace>& to) {
    if (to && value)
      flow(values_.of(value), to, value);
  }
  void print(const Expr* value) { flow(value, ValuePlace{ValuePlaceKind::kOutput, 0, ""}); }

  void visit(const Stmt* tree) {
    if (!tree)
      return;
    if (const auto* lambda = dyn_cast<LambdaExpr>(tree))
      return captures(lambda);
    if (const auto* declaration = dyn_cast<DeclStmt>(tree))
      this->declaration(declaration);
    else if (const auto* loop = dyn_cast<CXXForRangeStmt>(tree))
      flow(loop->getRangeInit(), values_.variable(loop->getLoopVariable()));
    else if (const auto* result = dyn_cast<ReturnStmt>(tree))
      returned(result);
    else if (const auto* binary = dyn_cast<BinaryOperator>(tree))
      this->binary(binary);
    else if (const auto* call = dyn_cast<CallExpr>(tree))
      this->call(call);
    else if (const auto* construct = dyn_cast<CXXConstructExpr>(tree))
      pass(construct->getConstructor(), {construct->arg_begin(), construct->arg_end()});
    else if (const auto* list = dyn_cast<InitListExpr>(tree))
      aggregate(list);
    for (const Stmt* child : tree->children())
      visit(child);
  }

  void captures(const LambdaExpr* lambda) {
    for (const LambdaCapture& capture : lambda->captures())
      if (capture.capturesVariable())
        if (const auto* made = dyn_cast<VarDecl>(capture.getCapturedVar()); made && made->isInitCapture()) {
          flow(made->getInit(), values_.variable(made));
          visit(made->getInit());
        }
  }

  void declaration(const DeclStmt* statement) {
    for (const Decl* decl : statement->decls())
      if (const auto* variable = dyn_cast<VarDecl>(decl); variable && variable->getInit())
        flow(variable->getInit(), values_.variable(variable));
  }

  void returned(const ReturnStmt* statement) {
    if (statement->getRetValue() && body_.function && values_.is_followed(body_.function->getReturnType()))
      flow(statement->getRetValue(), ValuePlace{ValuePlaceKind::kReturn, 0, ""});
  }

  void binary(const BinaryOperator* binary) {
    if (binary->isAssignmentOp() && values_.is_followed(binary->getLHS()->getType()))
      flow(binary->getRHS(), values_.target(binary->getLHS()));
    else if (binary->isRelationalOp())
      compare(binary->getLHS(), binary->getRHS());
    else if (binary->getOpcode() == BO_Assign)
      if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(binary->getLHS()->IgnoreParenImpCasts()))
        key(subscript->getBase(), subscript->getIdx());
  }

  // How long a text is that was made of a number tells nothing of the number.
  static bool is_length(const ValuePlace& place) {
    const StringRef name = StringRef(place.name).rtrim('_');
    return place.kind == ValuePlaceKind::kField &&
           (name.ends_with_insensitive("size") || name.ends_with_insensitive("length") || name.ends_with("::len"));
  }

  // The same thing of two objects, one against the other: what sorts them.
  void compare(const Expr* left, const Expr* right) {
    const std::vector<Source> others = values_.of(right);
    std::vector<Source> both = values_.of(left);
    std::erase_if(both, [&](const Source& source) {
      return values_.is_own_local(source.place) || is_length(source.place) ||
             std::none_of(others.begin(), others.end(),
                          [&](const Source& other) { return other.place == source.place; });
    });
    flow(std::move(both), ValuePlace{ValuePlaceKind::kOrder, 0, ""}, left);
  }

  // What picks the place in something that is gone through in the order of its places.
  void key(const Expr* container, const Expr* picked) {
    std::optional<ValuePlace> place = values_.target(container);
    if (!place)
      return;
    const bool is_own = place->name.empty() || values_.is_own_local(*place);
    if (values_.is_own_local(*place))
      place->name = out_.symbol + "$" + place->name;
    else if (is_own)
      return; // what a parameter is, the caller knows
    flow(picked, ValuePlace{ValuePlaceKind::kKey, 0, place->name});
  }

  void aggregate(const InitListExpr* list) {
    const RecordDecl* record = list->getType()->getAsRecordDecl();
    if (!record || !list->isSemanticForm() || unit_.locations.in_system_header(record->getLocation()))
      return;
    auto field = record->field_begin();
    const auto* derived = dyn_cast<CXXRecordDecl>(record);
    const unsigned first = derived ? derived->getNumBases() : 0;
    for (unsigned i = first; i < list->getNumInits() && field != record->field_end(); ++i, ++field)
      if (values_.is_followed(field->getType()))
        flow(list->getInit(i), values_.field(*field));
  }

  // Arguments become parameters; what comes back through a reference is in the argument.
  void pass(const FunctionDecl* callee, const std::vector<const Expr*>& arguments) {
    if (unit_.library.is_library(callee))
      return;
    const std::string& symbol = unit_.names.symbol(callee);
    for (unsigned i = 0; i < arguments.size() && i < callee->getNumParams(); ++i) {
      const QualType type = callee->getParamDecl(i)->getType();
      if (!values_.is_followed(type))
        continue;
      flow(arguments[i], ValuePlace{ValuePlaceKind::kParameter, i, symbol});
      const bool refers = type->isLValueReferenceType() || type->isAnyPointerType();
      if (!refers || type->getPointeeType().isConstQualified())
        continue;
      const std::optional<ValuePlace> to = values_.target(arguments[i]);
      flow(std::vector<Source>{{{ValuePlaceKind::kOut, i, symbol}, {}}}, to, arguments[i]);
      for (unsigned other = 0; other < arguments.size(); ++other)
        if (other != i) {
          std::vector<Source> sources = values_.of(arguments[other]);
          for (Source& source : sources)
            source.through.push_back({symbol, other, i});
          flow(std::move(sources), to, arguments[i]);
        }
    }
  }

  void call(const CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee)
      return;
    const std::vector<const Expr*> arguments = arguments_of(call);
    const Expr* receiver = receiver_of(call);
    if (callee->getOverloadedOperator() == OO_LessLess && call->getNumArgs() == 2 && stream(call))
      return;
    if (!unit_.library.is_library(callee))
      return pass(callee, arguments);
    if (prints(callee)) {
      const bool has_descriptor = name_of(callee).contains("write") && !name_of(callee).starts_with("f");
      for (std::size_t i = has_descriptor ? 1 : 0; i < arguments.size(); ++i)
        print(arguments[i]);
    } else if (formats_into(callee) && !arguments.empty()) {
      for (std::size_t i = 1; i < arguments.size(); ++i)
        flow(arguments[i], values_.target(arguments[0]));
    } else if (compares_order(callee->getOverloadedOperator()) && call->getNumArgs() == 2) {
      compare(call->getArg(0), call->getArg(1));
    } else if (sorts_by_value(callee, arguments.size())) {
      flow(arguments[0], ValuePlace{ValuePlaceKind::kOrder, 0, ""});
    } else if (const Library::Made made = made_by(callee); made.constructor && made.arguments <= arguments.size()) {
      pass(made.constructor, {arguments.end() - made.arguments, arguments.end()});
    } else if (receiver) {
      method(callee, receiver, arguments);
    }
  }

  Library::Made made_by(const FunctionDecl* callee) {
    return unit_.library.has_body(callee) ? unit_.library.object_made(callee) : Library::Made{};
  }

  // `out << a << b`: each call of the chain tells its own part.
  bool stream(const CallExpr* call) {
    const Expr* root = call->getArg(0)->IgnoreParenImpCasts();
    while (const auto* inner = dyn_cast<CXXOperatorCallExpr>(root)) {
      if (inner->getOperator() != OO_LessLess)
        break;
      root = inner->getArg(0)->IgnoreParenImpCasts();
    }
    if (values_.is_text_stream(root->getType())) {
      flow(call->getArg(1), values_.target(root));
      return true;
    }
    if (!values_.is_output(root->getType()) && !values_.is_output(call->getType()))
      return false;
    print(call->getArg(1));
    return true;
  }

  void method(const FunctionDecl* callee, const Expr* receiver, const std::vector<const Expr*>& arguments) {
    const QualType type = receiver->getType()->isAnyPointerType() ? receiver->getType()->getPointeeType()
                                                                  : receiver->getType().getNonReferenceType();
    if (values_.is_output(type)) {
      std::for_each(arguments.begin(), arguments.end(), [&](const Expr* argument) { print(argument); });
      return;
    }
    const Role role = unit_.types.info(type).role;
    const auto* method = cast<CXXMethodDecl>(callee);
    const bool holds = role == Role::kContainer || role == Role::kOptional || role == Role::kAtomic;
    const OverloadedOperatorKind kind = callee->getOverloadedOperator();
    if (!holds || arguments.empty())
      return;
    const CXXRecordDecl* record = record_of(type);
    const StringRef model = unit_.names.model(record);
    const bool is_sorted =
        model == "std::map" || model == "std::set" || model == "std::multimap" || model == "std::multiset";
    if (kind == OO_Subscript || (is_sorted && is_one_of(name_of(callee), {"insert", "emplace", "try_emplace",
                                                                          "insert_or_assign", "emplace_hint"})))
      key(receiver, arguments[0]);
    if (!method->isConst() && kind != OO_Subscript && name_of(callee) != "at" && name_of(callee) != "find")
      for (const Expr* argument : arguments)
        flow(argument, values_.target(receiver));
  }

  // What goes through locals that nobody else sees goes on to where they do.
  void keep_outer() {
    std::map<ValuePlace, std::vector<const ValueFlow*>> from;
    for (const ValueFlow& flow : flows_)
      if (values_.is_own_local(flow.from))
        from[flow.from].push_back(&flow);
    for (const ValueFlow& flow : flows_)
      if (!values_.is_own_local(flow.from)) {
        std::set<ValuePlace> seen;
        follow(from, flow, seen);
      }
    std::sort(kept_.begin(), kept_.end(), [](const ValueFlow& a, const ValueFlow& b) {
      return std::tie(a.from, a.to, a.through, a.where.line, a.where.column) <
             std::tie(b.from, b.to, b.through, b.where.line, b.where.column);
    });
    const auto same = [](const ValueFlow& a, const ValueFlow& b) {
      return a.from == b.from && a.to == b.to && a.through == b.through;
    };
    kept_.erase(std::unique(kept_.begin(), kept_.end(), same), kept_.end());
    out_.flows = std::move(kept_);
  }

  void follow(const std::map<ValuePlace, std::vector<const ValueFlow*>>& from, const ValueFlow& so_far,
              std::set<ValuePlace>& seen) {
    if (!values_.is_own_local(so_far.to)) {
      if (so_far.from != so_far.to)
        kept_.push_back(so_far);
      return;
    }
    const auto next = from.find(so_far.to);
    if (next == from.end() || !seen.insert(so_far.to).second)
      return;
    for (const ValueFlow* flow : next->second) {
      if (so_far.through.size() + flow->through.size() > kMaxThrough)
        continue;
      ValueFlow longer = *flow;
      longer.from = so_far.from;
      longer.through.insert(longer.through.begin(), so_far.through.begin(), so_far.through.end());
      follow(from, longer, seen);
    }
  }

  Unit& unit_;
  Body& body_;
  facts::FunctionFacts& out_;
  Values values_;
  std::vector<ValueFlow> flows_;
  std::vector<ValueFlow> kept_;
};

} // namespace

void collect_value_flows(Unit& unit, Body& body, const Stmt* code, facts::FunctionFacts& out) {
  FlowBuilder(unit, body, out).run(code);
}

} // namespace paraudit::analysis
