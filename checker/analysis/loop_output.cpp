#include "checker/analysis/loop_output.h"

#include "checker/analysis/clang_headers.h"

#include <array>

namespace paraudit::analysis {

using namespace clang;

namespace {

bool is_address(QualType type) {
  return type->isVoidPointerType();
}

const VarDecl* variable_of(const Expr* expression) {
  const auto* reference = expression ? dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts()) : nullptr;
  return reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
}

bool formats_address(const Stmt* tree) {
  if (const auto* text = dyn_cast<StringLiteral>(tree); text && text->getCharByteWidth() == 1)
    return text->getString().contains("%p");
  const auto* call = dyn_cast<CXXOperatorCallExpr>(tree);
  const FunctionDecl* callee = call && call->getOperator() == OO_LessLess ? call->getDirectCallee() : nullptr;
  return callee && callee->getNumParams() > 0 &&
         is_address(callee->getParamDecl(callee->getNumParams() - 1)->getType());
}

// The words of `assert(is_sound && "...")` as written.
void add_asserted(const Stmt* statement, const ASTContext& context, std::set<std::string>& names) {
  const SourceManager& sources = context.getSourceManager();
  const SourceLocation where = statement->getBeginLoc();
  if (!where.isMacroID())
    return;
  const StringRef text = Lexer::getSourceText(sources.getExpansionRange(where), sources, context.getLangOpts());
  const StringRef macro = text.take_until([](char c) { return c == '('; });
  if (!macro.contains_insensitive("assert"))
    return;
  std::string word;
  for (const char c : text.drop_front(macro.size()).str() + ";") {
    if (isAsciiIdentifierContinue(c))
      word += c;
    else if (!word.empty())
      names.insert(std::exchange(word, ""));
  }
}

void collect_asserted(const Stmt* tree, const ASTContext& context, std::set<std::string>& names) {
  if (!tree)
    return;
  add_asserted(tree, context, names);
  for (const Stmt* child : tree->children())
    collect_asserted(child, context, names);
}

bool is_constant_assignment(const Stmt* statement, const std::set<std::string>& asserted,
                            const llvm::DenseSet<const VarDecl*>& inner) {
  const auto* binary = dyn_cast<BinaryOperator>(statement);
  const VarDecl* flag = binary && binary->getOpcode() == BO_Assign ? variable_of(binary->getLHS()) : nullptr;
  return flag && flag->hasLocalStorage() && flag->getType()->isBooleanType() && !inner.contains(flag) &&
         asserted.contains(flag->getNameAsString()) &&
         isa<CXXBoolLiteralExpr, IntegerLiteral>(binary->getRHS()->IgnoreParenImpCasts());
}

void collect_failing(const Stmt* tree, const std::set<std::string>& asserted,
                     const llvm::DenseSet<const VarDecl*>& inner, std::vector<const CompoundStmt*>& found) {
  if (!tree)
    return;
  if (const auto* block = dyn_cast<CompoundStmt>(tree))
    for (const Stmt* statement : block->body())
      if (is_constant_assignment(statement, asserted, inner)) {
        found.push_back(block);
        return;
      }
  for (const Stmt* child : tree->children())
    collect_failing(child, asserted, inner, found);
}

bool is_order_free(StringRef method) {
  constexpr std::array<StringRef, 8> kNames = {"push_back",  "emplace_back", "append", "reserve",
                                               "push_front", "size",         "empty",  "clear"};
  return std::find(kNames.begin(), kNames.end(), method) != kNames.end();
}

} // namespace

bool prints_addresses(const Stmt* tree) {
  if (!tree)
    return false;
  return formats_address(tree) || std::any_of(tree->child_begin(), tree->child_end(), prints_addresses);
}

std::set<std::string> asserted_names(const Stmt* code, const ASTContext& context) {
  std::set<std::string> names;
  collect_asserted(code, context, names);
  return names;
}

std::vector<const CompoundStmt*> failing_blocks(const Stmt* loop, const std::set<std::string>& asserted,
                                                const llvm::DenseSet<const VarDecl*>& inner) {
  std::vector<const CompoundStmt*> found;
  if (!asserted.empty())
    collect_failing(loop, asserted, inner, found);
  return found;
}

bool is_only_walked(const Stmt* code, const VarDecl* sequence) {
  if (!code)
    return true;
  if (const auto* loop = dyn_cast<CXXForRangeStmt>(code); loop && variable_of(loop->getRangeInit()) == sequence)
    return is_only_walked(loop->getBody(), sequence);
  if (const auto* call = dyn_cast<CXXMemberCallExpr>(code)) {
    const CXXMethodDecl* method = call->getMethodDecl();
    if (method && method->getDeclName().isIdentifier() && is_order_free(method->getName()) &&
        variable_of(call->getImplicitObjectArgument()) == sequence)
      return std::all_of(call->arg_begin(), call->arg_end(),
                         [&](const Expr* argument) { return is_only_walked(argument, sequence); });
  }
  if (const auto* expression = dyn_cast<DeclRefExpr>(code))
    return expression->getDecl() != sequence;
  return std::all_of(code->child_begin(), code->child_end(),
                     [&](const Stmt* child) { return is_only_walked(child, sequence); });
}

} // namespace paraudit::analysis
