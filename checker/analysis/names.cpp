#include "checker/analysis/names.h"

namespace paraudit::analysis {

using namespace clang;

namespace {

PrintingPolicy make_policy(const ASTContext& context) {
  PrintingPolicy policy(context.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.SuppressInlineNamespace = true;
  policy.SuppressUnwrittenScope = true;
  policy.AnonymousTagLocations = false;
  policy.PrintCanonicalTypes = true;
  policy.Bool = true;
  return policy;
}

GlobalDecl global_decl(const NamedDecl* decl) {
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(decl))
    return {constructor, Ctor_Complete};
  if (const auto* destructor = dyn_cast<CXXDestructorDecl>(decl))
    return {destructor, Dtor_Complete};
  if (const auto* function = dyn_cast<FunctionDecl>(decl))
    return {function};
  return {cast<VarDecl>(decl)};
}

const Decl* key(const NamedDecl* decl) {
  return decl->getCanonicalDecl();
}

template <class Map, class Make> const std::string& remember(Map& map, const Decl* decl, Make make) {
  if (const auto it = map.find(decl); it != map.end())
    return *it->second;
  auto made = std::make_unique<std::string>(make());
  return *(map[decl] = std::move(made));
}

} // namespace

Names::Names(ASTContext& context, std::string main_file)
    : context_(context), main_file_(std::move(main_file)), policy_(make_policy(context)),
      mangler_(context.createMangleContext()) {}

bool Names::is_internal(const NamedDecl* decl) const {
  return decl->getFormalLinkage() == Linkage::Internal || decl->isInAnonymousNamespace();
}

std::string Names::plain(const NamedDecl* decl, bool for_models) {
  std::string name;
  llvm::raw_string_ostream out(name);
  if (isa<CXXConstructorDecl>(decl) || isa<CXXDestructorDecl>(decl)) {
    // Printed without the template arguments of the class: `Lock`, `~Lock`.
    out << (isa<CXXDestructorDecl>(decl) ? "~" : "") << cast<CXXMethodDecl>(decl)->getParent()->getName();
  } else if (const auto* conversion = dyn_cast<CXXConversionDecl>(decl); conversion && for_models) {
    out << "operator " << type(conversion->getConversionType());
  } else if (const auto* tag = dyn_cast<TagDecl>(decl); tag && tag->getName().empty()) {
    if (const TypedefNameDecl* alias = tag->getTypedefNameForAnonDecl())
      out << alias->getName();
    else
      out << "(unnamed)";
  } else {
    decl->getDeclName().print(out, policy_);
  }
  if (for_models)
    return name;
  if (const auto* record = dyn_cast<ClassTemplateSpecializationDecl>(decl))
    printTemplateArgumentList(out, record->getTemplateArgs().asArray(), policy_);
  else if (const auto* function = dyn_cast<FunctionDecl>(decl); function && function->getTemplateSpecializationArgs())
    printTemplateArgumentList(out, function->getTemplateSpecializationArgs()->asArray(), policy_);
  return name;
}

std::string Names::scope(const DeclContext* context, bool for_models) {
  while (context && (context->isTransparentContext() || context->isInlineNamespace()))
    context = context->getParent();
  if (!context || context->isTranslationUnit())
    return "";
  if (const auto* space = dyn_cast<NamespaceDecl>(context); space && space->isAnonymousNamespace())
    return scope(context->getParent(), for_models);
  const auto* decl = dyn_cast<NamedDecl>(Decl::castFromDeclContext(context));
  if (!decl)
    return scope(context->getParent(), for_models);
  if (const auto it = canonical_.find(key(decl)); !for_models && isa<FunctionDecl>(decl) && it != canonical_.end()) {
    // Without the file prefix, which the whole name gets.
    const std::string prefix = is_internal(decl) ? file_prefix(decl) : "";
    return it->second->substr(it->second->compare(0, prefix.size(), prefix) == 0 ? prefix.size() : 0) + "()::";
  }
  if (const auto* record = dyn_cast<CXXRecordDecl>(decl); record && record->isLambda())
    return scope(context->getParent(), for_models);
  return scope(context->getParent(), for_models) + plain(decl, for_models) + (isa<FunctionDecl>(decl) ? "()::" : "::");
}

std::string Names::file_prefix(const NamedDecl* decl) const {
  const SourceManager& sources = context_.getSourceManager();
  const PresumedLoc where = sources.getPresumedLoc(sources.getExpansionLoc(decl->getLocation()));
  if (where.isInvalid())
    return "";
  const StringRef file = where.getFilename();
  return file.substr(file.rfind('/') + 1).str() + "::";
}

const std::string& Names::model(const NamedDecl* decl) {
  return remember(models_, key(decl), [&] { return scope(decl->getDeclContext(), true) + plain(decl, true); });
}

const std::string& Names::canonical(const NamedDecl* decl) {
  return remember(canonical_, key(decl), [&] {
    return (is_internal(decl) ? file_prefix(decl) : "") + scope(decl->getDeclContext(), false) + plain(decl, false);
  });
}

std::string Names::linker_name(const NamedDecl* decl) {
  if (!mangler_->shouldMangleDeclName(decl))
    return decl->getNameAsString();
  std::string name;
  llvm::raw_string_ostream out(name);
  mangler_->mangleName(global_decl(decl), out);
  return name;
}

const std::string& Names::symbol(const NamedDecl* decl) {
  return remember(symbols_, key(decl), [&] {
    std::string name = linker_name(decl);
    // Static locals of internal functions are internal, too, though their linkage says "none".
    const auto* function = dyn_cast_or_null<FunctionDecl>(decl->getDeclContext());
    if (!decl->isExternallyVisible() || is_internal(decl) || (function && is_internal(function)))
      name += "@" + main_file_;
    return name;
  });
}

std::string Names::type(QualType type) const {
  return type.getCanonicalType().getAsString(policy_);
}

std::string Names::signature(const FunctionDecl* function) const {
  return type(function->getType());
}

void Names::register_lambda(const FunctionDecl* call_operator, const std::string& parent_symbol,
                            const std::string& parent_name, unsigned ordinal) {
  std::string suffix = std::to_string(ordinal);
  if (const TemplateArgumentList* arguments = call_operator->getTemplateSpecializationArgs()) {
    llvm::raw_string_ostream out(suffix);
    printTemplateArgumentList(out, arguments->asArray(), policy_);
  }
  symbols_[key(call_operator)] = std::make_unique<std::string>(parent_symbol + "$lambda" + suffix);
  canonical_[key(call_operator)] = std::make_unique<std::string>(parent_name + "()::lambda#" + suffix);
}

} // namespace paraudit::analysis
