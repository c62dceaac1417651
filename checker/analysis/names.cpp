#include "checker/analysis/names.h"

#include "checker/analysis/home.h"

namespace paraudit::analysis {

using namespace clang;

namespace {

PrintingPolicy make_policy(const ASTContext& context, bool canonical) {
  PrintingPolicy policy(context.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.SuppressInlineNamespace = true;
  policy.SuppressUnwrittenScope = true;
  policy.AnonymousTagLocations = false;
  policy.PrintCanonicalTypes = canonical;
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

Names::Names(ASTContext& context, const Locations& locations)
    : context_(context), locations_(locations), policy_(make_policy(context, true)),
      written_(make_policy(context, false)), mangler_(context.createMangleContext()) {}

bool Names::is_internal(const NamedDecl* decl) const {
  return decl->getFormalLinkage() == Linkage::Internal || decl->isInAnonymousNamespace();
}

// Whether the declaration was written for its arguments alone, and not instantiated from a template.
bool is_explicit(const NamedDecl* decl) {
  if (const auto* record = dyn_cast<ClassTemplateSpecializationDecl>(decl))
    return record->getSpecializationKind() == TSK_ExplicitSpecialization;
  const MemberSpecializationInfo* member = nullptr;
  if (const auto* record = dyn_cast<CXXRecordDecl>(decl))
    member = record->getMemberSpecializationInfo();
  else if (const auto* function = dyn_cast<FunctionDecl>(decl))
    return function->getTemplateSpecializationKind() == TSK_ExplicitSpecialization;
  else if (const auto* variable = dyn_cast<VarDecl>(decl))
    return variable->getTemplateSpecializationKind() == TSK_ExplicitSpecialization;
  return member && member->getTemplateSpecializationKind() == TSK_ExplicitSpecialization;
}

// The partial specialisation that an instantiation was made from, as the source has it; null for the primary template.
template <class Partial, class Specialization> const Partial* partial_of(const Specialization* decl) {
  const auto from = decl->getSpecializedTemplateOrPartial();
  const Partial* partial = from.template dyn_cast<Partial*>();
  while (partial && partial->getInstantiatedFromMember())
    partial = partial->getInstantiatedFromMember();
  return partial;
}

void Names::print_arguments(const NamedDecl* decl, Style style, llvm::raw_ostream& out) {
  const bool from_template = style == Style::kDeclaration;
  if (const auto* record = dyn_cast<ClassTemplateSpecializationDecl>(decl)) {
    if (!from_template)
      printTemplateArgumentList(out, record->getTemplateArgs().asArray(), policy_);
    else if (const auto* partial = partial_of<ClassTemplatePartialSpecializationDecl>(record))
      printTemplateArgumentList(out, partial->getTemplateArgsAsWritten()->arguments(), written_);
  } else if (const auto* variable = dyn_cast<VarTemplateSpecializationDecl>(decl)) {
    if (!from_template)
      printTemplateArgumentList(out, variable->getTemplateArgs().asArray(), policy_);
    else if (const auto* partial = partial_of<VarTemplatePartialSpecializationDecl>(variable))
      printTemplateArgumentList(out, partial->getTemplateArgsAsWritten()->arguments(), written_);
  } else if (const auto* function = dyn_cast<FunctionDecl>(decl);
             function && !from_template && function->getTemplateSpecializationArgs()) {
    printTemplateArgumentList(out, function->getTemplateSpecializationArgs()->asArray(), policy_);
  }
}

std::string Names::plain(const NamedDecl* decl, Style style) {
  std::string name;
  llvm::raw_string_ostream out(name);
  const auto* conversion = dyn_cast<CXXConversionDecl>(decl);
  if (isa<CXXConstructorDecl>(decl) || isa<CXXDestructorDecl>(decl)) {
    // Printed without the template arguments of the class: `Lock`, `~Lock`.
    out << (isa<CXXDestructorDecl>(decl) ? "~" : "") << cast<CXXMethodDecl>(decl)->getParent()->getName();
  } else if (conversion && style == Style::kModel) {
    out << "operator " << type(conversion->getConversionType());
  } else if (const FunctionDecl* pattern =
                 conversion && style == Style::kDeclaration ? conversion->getTemplateInstantiationPattern() : nullptr) {
    pattern->getDeclName().print(out, written_);
  } else if (const auto* tag = dyn_cast<TagDecl>(decl); tag && tag->getName().empty()) {
    if (const TypedefNameDecl* alias = tag->getTypedefNameForAnonDecl())
      out << alias->getName();
    else
      out << "(unnamed)";
  } else {
    decl->getDeclName().print(out, policy_);
  }
  if (style != Style::kModel)
    print_arguments(decl, style, out);
  return name;
}

// oneTBB keeps all that it has in `tbb::detail::d1` and its like, which change with the version, as inline namespaces
// do: users write `tbb::`.
static bool is_tbb_version(const DeclContext* context) {
  const auto* space = dyn_cast<NamespaceDecl>(context);
  const auto* detail = space ? dyn_cast_or_null<NamespaceDecl>(space->getParent()) : nullptr;
  const auto* library = detail ? dyn_cast_or_null<NamespaceDecl>(detail->getParent()) : nullptr;
  return library && library->getName() == "tbb" && detail->getName() == "detail" && space->getName().size() == 2 &&
         space->getName()[0] == 'd';
}

std::string Names::scope(const DeclContext* context, Style style) {
  while (context && (context->isTransparentContext() || context->isInlineNamespace()))
    context = context->getParent();
  if (context && style == Style::kModel && is_tbb_version(context))
    context = context->getParent()->getParent();
  if (!context || context->isTranslationUnit())
    return "";
  if (const auto* space = dyn_cast<NamespaceDecl>(context); space && space->isAnonymousNamespace())
    return scope(context->getParent(), style);
  const auto* decl = dyn_cast<NamedDecl>(Decl::castFromDeclContext(context));
  if (!decl)
    return scope(context->getParent(), style);
  if (style == Style::kDeclaration && is_explicit(decl))
    style = Style::kInstance;
  // Lambdas are registered under names that their scopes do not tell.
  const Map& known = style == Style::kDeclaration ? declared_ : canonical_;
  if (const auto it = known.find(key(decl)); style != Style::kModel && isa<FunctionDecl>(decl) && it != known.end()) {
    // Without the file prefix, which the whole name gets.
    const std::string prefix = is_internal(decl) ? file_prefix(decl) : "";
    return it->second->substr(it->second->compare(0, prefix.size(), prefix) == 0 ? prefix.size() : 0) + "()::";
  }
  if (const auto* record = dyn_cast<CXXRecordDecl>(decl); record && record->isLambda())
    return scope(context->getParent(), style);
  return scope(context->getParent(), style) + plain(decl, style) + (isa<FunctionDecl>(decl) ? "()::" : "::");
}

std::string Names::file_prefix(const NamedDecl* decl) const {
  const SourceManager& sources = context_.getSourceManager();
  const PresumedLoc where = sources.getPresumedLoc(sources.getExpansionLoc(decl->getLocation()));
  if (where.isInvalid())
    return "";
  const StringRef file = where.getFilename();
  return file.substr(file.rfind('/') + 1).str() + "::";
}

const std::string& Names::named(const NamedDecl* decl, Style style) {
  Map& known = style == Style::kModel ? models_ : style == Style::kInstance ? canonical_ : declared_;
  return remember(known, key(decl), [&] {
    // What is written for some arguments alone has them in its name, and so have the classes it is in.
    if (style == Style::kDeclaration && is_explicit(decl))
      style = Style::kInstance;
    return (style != Style::kModel && is_internal(decl) ? file_prefix(decl) : "") +
           scope(decl->getDeclContext(), style) + plain(decl, style);
  });
}

const std::string& Names::model(const NamedDecl* decl) {
  return named(decl, Style::kModel);
}

const std::string& Names::canonical(const NamedDecl* decl) {
  return named(decl, Style::kInstance);
}

const std::string& Names::declared(const NamedDecl* decl) {
  return named(decl, Style::kDeclaration);
}

std::string Names::linker_name(const NamedDecl* decl) {
  if (!mangler_->shouldMangleDeclName(decl))
    return decl->getNameAsString();
  std::string name;
  llvm::raw_string_ostream out(name);
  mangler_->mangleName(global_decl(decl), out);
  return name;
}

bool Names::is_hidden(const NamedDecl* decl) const {
  // Static locals of internal functions are internal, too, though their linkage says "none".
  const auto* function = dyn_cast_or_null<FunctionDecl>(decl->getDeclContext());
  return !decl->isExternallyVisible() || is_internal(decl) || (function && is_internal(function));
}

bool Names::depends_on_main_file(const NamedDecl* decl) const {
  return is_hidden(decl) && home_of(decl, locations_).empty();
}

const std::string& Names::symbol(const NamedDecl* decl) {
  return remember(symbols_, key(decl), [&] {
    std::string name = linker_name(decl);
    if (is_hidden(decl)) {
      const std::string home = home_of(decl, locations_);
      name += "@" + (home.empty() ? locations_.main_file() : home);
    }
    return name;
  });
}

std::string Names::type(QualType type) const {
  return type.getCanonicalType().getAsString(policy_);
}

std::string Names::declared_type(const ValueDecl* decl) const {
  const ValueDecl* pattern = nullptr;
  if (const auto* variable = dyn_cast<VarDecl>(decl)) {
    pattern = variable->getTemplateInstantiationPattern();
  } else if (const auto* field = dyn_cast<FieldDecl>(decl)) {
    const auto* record = dyn_cast<CXXRecordDecl>(field->getParent());
    const CXXRecordDecl* source = record ? record->getTemplateInstantiationPattern() : nullptr;
    if (source && !source->field_empty())
      pattern = *std::next(source->field_begin(), field->getFieldIndex());
  }
  return pattern && !is_explicit(decl) ? pattern->getType().getAsString(written_) : type(decl->getType());
}

std::string Names::signature(const FunctionDecl* function) const {
  return type(function->getType());
}

void Names::register_lambda(const FunctionDecl* call_operator, const std::string& parent_symbol,
                            const NamedDecl* parent, unsigned ordinal) {
  std::string suffix = std::to_string(ordinal);
  const std::string inside = isa<FunctionDecl>(parent) ? "()::lambda#" : " (initialiser)()::lambda#";
  declared_[key(call_operator)] = std::make_unique<std::string>(declared(parent) + inside + suffix);
  if (const TemplateArgumentList* arguments = call_operator->getTemplateSpecializationArgs()) {
    llvm::raw_string_ostream out(suffix);
    printTemplateArgumentList(out, arguments->asArray(), policy_);
  }
  symbols_[key(call_operator)] = std::make_unique<std::string>(parent_symbol + "$lambda" + suffix);
  canonical_[key(call_operator)] = std::make_unique<std::string>(canonical(parent) + inside + suffix);
}

} // namespace paraudit::analysis
