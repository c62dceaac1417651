#include "checker/analysis/consumer.h"

#include "checker/domain/solve_all.h"

namespace paraudit::analysis {
namespace {

using namespace clang;

class Walker {
 public:
  Walker(Unit& unit, Inventory& inventory, Bodies& bodies) : unit_(unit), inventory_(inventory), bodies_(bodies) {}

  void walk(const DeclContext* context) {
    for (const Decl* decl : context->decls())
      visit(decl);
  }

 private:
  void visit(const Decl* decl) {
    if (decl->isInvalidDecl() ||
        (decl->getLocation().isValid() && unit_.locations.in_system_header(decl->getLocation())))
      return;
    if (const auto* function = dyn_cast<FunctionDecl>(decl))
      visit_function(function);
    else if (const auto* variable = dyn_cast<VarDecl>(decl);
             variable && !isa<VarTemplatePartialSpecializationDecl>(variable))
      visit_variable(variable);
    else if (const auto* record = dyn_cast<CXXRecordDecl>(decl))
      visit_record(record);
    else if (const auto* tmpl = dyn_cast<FunctionTemplateDecl>(decl))
      for (const FunctionDecl* instance : tmpl->specializations())
        visit_function(instance);
    else if (const auto* tmpl = dyn_cast<ClassTemplateDecl>(decl))
      for (const ClassTemplateSpecializationDecl* instance : tmpl->specializations())
        visit_record(instance);
    else if (const auto* tmpl = dyn_cast<VarTemplateDecl>(decl))
      for (const VarTemplateSpecializationDecl* instance : tmpl->specializations())
        visit_variable(instance);
    else if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(decl))
      walk(cast<DeclContext>(decl));
  }

  void visit_function(const FunctionDecl* function) {
    if (function->isDependentContext() || function->isDeleted() || function->isInvalidDecl())
      return;
    if (!function->doesThisDeclarationHaveABody() || !function->getBody()) {
      if (!function->isDefined())
        bodies_.add_declaration(function);
      return;
    }
    const auto* constructor = dyn_cast<CXXConstructorDecl>(function);
    if (function->isDefaulted() && !(constructor && unit_.types.runs_code(constructor)))
      return; // what implicit members do is seen where they are used
    walk_local_classes(function);
    bodies_.add_function(function);
  }

  void walk_local_classes(const DeclContext* function) {
    for (const Decl* decl : function->decls())
      if (const auto* record = dyn_cast<CXXRecordDecl>(decl); record && !record->isLambda())
        visit_record(record);
  }

  void visit_variable(const VarDecl* variable) {
    inventory_.add_variable(variable);
    const VarDecl* definition = variable->getDefinition();
    if (definition == variable && variable->hasInit() && !variable->getDeclContext()->isDependentContext() &&
        !variable->getType()->isDependentType())
      bodies_.add_initializer(variable);
  }

  void visit_record(const CXXRecordDecl* record) {
    if (!record->isThisDeclarationADefinition() || record->isDependentContext() || record->isLambda())
      return;
    inventory_.add_class(record);
    walk(record);
  }

  Unit& unit_;
  Inventory& inventory_;
  Bodies& bodies_;
};

class Consumer : public ASTConsumer {
 public:
  Consumer(facts::TuFacts& facts, std::string directory, const models::Models& models)
      : facts_(facts), directory_(std::move(directory)), models_(models) {}

  void Initialize(ASTContext& context) override { context_ = &context; }

  // Nobody asks what library functions do inside; templates stay, they may call back into the program.
  bool shouldSkipFunctionBody(Decl* decl) override {
    const SourceManager& sources = context_->getSourceManager();
    if (!sources.isInSystemHeader(sources.getExpansionLoc(decl->getLocation())))
      return false;
    const auto* function = dyn_cast<FunctionDecl>(decl);
    const bool skip = function && !function->isTemplated() && !isa<FunctionTemplateDecl>(decl);
    skipped_ += skip;
    return skip;
  }

  void HandleTranslationUnit(ASTContext& context) override {
    if (context.getDiagnostics().hasErrorOccurred())
      return;
    Unit unit(context, facts_, directory_, models_);
    Inventory inventory(unit);
    Bodies bodies(unit, inventory);
    Walker(unit, inventory, bodies).walk(context.getTranslationUnitDecl());
    bodies.finish();
    inventory.finish();
    facts_.address_taken.assign(unit.address_taken.begin(), unit.address_taken.end());
    if (skipped_)
      unit.skipped["function body in a system header"] = skipped_;
    for (const auto& [reason, count] : unit.skipped)
      facts_.skipped.push_back({reason, count});
    domain::solve_all({&facts_}, {});
  }

 private:
  facts::TuFacts& facts_;
  std::string directory_;
  const models::Models& models_;
  ASTContext* context_ = nullptr;
  std::uint64_t skipped_ = 0;
};

} // namespace

std::unique_ptr<ASTConsumer> make_consumer(facts::TuFacts& facts, std::string directory, const models::Models& models) {
  return std::make_unique<Consumer>(facts, std::move(directory), models);
}

} // namespace paraudit::analysis
