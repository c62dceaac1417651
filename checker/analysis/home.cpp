#include "checker/analysis/home.h"

#include <set>

namespace paraudit::analysis {
namespace {

using namespace clang;

// Collects the headers of what is internal: a declaration, the scopes it is in, and what those are instantiated with.
class Homes {
 public:
  explicit Homes(const Locations& locations) : locations_(locations) {}

  void add(const NamedDecl* decl) {
    if (decl->isExternallyVisible() && !decl->isInAnonymousNamespace())
      return;
    if (!seen_.insert(decl->getCanonicalDecl()).second)
      return;
    for (const Decl* scope = decl; scope; scope = Decl::castFromDeclContext(scope->getDeclContext())) {
      add_arguments(scope);
      add_own(scope);
      if (isa<TranslationUnitDecl>(scope) || !scope->getDeclContext())
        break;
    }
  }

  std::string all() const {
    std::string joined;
    for (const std::string& header : headers_)
      joined += (joined.empty() ? "" : ",") + header;
    return in_main_file_ ? "" : joined;
  }

 private:
  void add_own(const Decl* decl) {
    const auto* named = dyn_cast<NamedDecl>(decl);
    const auto* space = dyn_cast<NamespaceDecl>(decl);
    const auto* record = dyn_cast<CXXRecordDecl>(decl);
    const bool is_internal = (space && space->isAnonymousNamespace()) || (record && record->isLambda()) ||
                             (named && !space && named->getFormalLinkage() == Linkage::Internal);
    if (!is_internal)
      return;
    std::string header = locations_.header(decl->getLocation());
    in_main_file_ |= header.empty();
    headers_.insert(std::move(header));
  }

  void add_arguments(const Decl* decl) {
    if (const auto* record = dyn_cast<ClassTemplateSpecializationDecl>(decl))
      add(record->getTemplateArgs().asArray());
    else if (const auto* variable = dyn_cast<VarTemplateSpecializationDecl>(decl))
      add(variable->getTemplateArgs().asArray());
    else if (const auto* function = dyn_cast<FunctionDecl>(decl))
      if (const TemplateArgumentList* arguments = function->getTemplateSpecializationArgs())
        add(arguments->asArray());
  }

  void add(ArrayRef<TemplateArgument> arguments) {
    for (const TemplateArgument& argument : arguments) {
      if (argument.getKind() == TemplateArgument::Type)
        add(argument.getAsType());
      else if (argument.getKind() == TemplateArgument::Declaration)
        add(argument.getAsDecl());
      else if (argument.getKind() == TemplateArgument::Pack)
        add(argument.getPackAsArray());
      else if (argument.getKind() == TemplateArgument::Template)
        if (const TemplateDecl* tmpl = argument.getAsTemplate().getAsTemplateDecl())
          add(tmpl);
    }
  }

  void add(QualType type) {
    type = type.getCanonicalType();
    if (const auto* function = type->getAs<FunctionProtoType>()) {
      add(function->getReturnType());
      for (const QualType parameter : function->param_types())
        add(parameter);
    } else if (const auto* member = type->getAs<MemberPointerType>()) {
      add(member->getPointeeType());
      add(QualType(member->getClass(), 0));
    } else if (const QualType pointee = type->getPointeeType(); !pointee.isNull()) {
      add(pointee);
    } else if (const ArrayType* array = type->getAsArrayTypeUnsafe()) {
      add(array->getElementType());
    } else if (const TagDecl* tag = type->getAsTagDecl()) {
      add(static_cast<const NamedDecl*>(tag));
    }
  }

  const Locations& locations_;
  std::set<std::string> headers_;
  llvm::DenseSet<const Decl*> seen_;
  bool in_main_file_ = false;
};

} // namespace

std::string home_of(const NamedDecl* decl, const Locations& locations) {
  Homes homes(locations);
  homes.add(decl);
  return homes.all();
}

} // namespace paraudit::analysis
