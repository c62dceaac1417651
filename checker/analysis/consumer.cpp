#include "checker/analysis/consumer.h"

#include "checker/analysis/unit_facts.h"
#include "checker/domain/solve_all.h"

#include <clang/AST/DeclFriend.h>
#include <clang/Lex/Preprocessor.h>

namespace paraudit::analysis {
namespace {

using namespace clang;

// What a walk over the declarations of a unit hands on.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual bool wants(const NamedDecl* decl, Prefix::Stage stage) = 0;
  virtual void body(const FunctionDecl* function) = 0;
  virtual void declaration(const FunctionDecl* function) = 0;
  virtual void variable(const VarDecl* variable, bool has_initializer) = 0;
  virtual void record(const CXXRecordDecl* record) = 0;
};

class Walker {
 public:
  Walker(Unit& unit, Sink& sink) : unit_(unit), sink_(sink) {}

  void walk(const DeclContext* context) {
    for (const Decl* decl : context->decls())
      visit(decl);
  }

 private:
  using Stage = Prefix::Stage;

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
    else if (const auto* relation = dyn_cast<FriendDecl>(decl))
      visit_friend(relation->getFriendDecl());
  }

  // A function that is defined inside of the class whose friend it is stands nowhere else.
  void visit_friend(const NamedDecl* named) {
    const auto* tmpl = dyn_cast_or_null<FunctionTemplateDecl>(named);
    const auto* function = dyn_cast_or_null<FunctionDecl>(tmpl ? tmpl->getTemplatedDecl() : named);
    if (function && function->doesThisDeclarationHaveABody())
      visit(named);
  }

  void visit_function(const FunctionDecl* function) {
    if (function->isDependentContext() || function->isDeleted() || function->isInvalidDecl())
      return;
    if (!function->doesThisDeclarationHaveABody() || !function->getBody()) {
      if (!function->isDefined() && sink_.wants(function, Stage::kDeclared))
        sink_.declaration(function);
      return;
    }
    const auto* constructor = dyn_cast<CXXConstructorDecl>(function);
    if (function->isDefaulted() && !(constructor && unit_.types.runs_code(constructor)))
      return; // what implicit members do is seen where they are used
    if (!sink_.wants(function, Stage::kDefined))
      return;
    walk_local_classes(function);
    sink_.body(function);
  }

  void walk_local_classes(const DeclContext* function) {
    for (const Decl* decl : function->decls())
      if (const auto* record = dyn_cast<CXXRecordDecl>(decl); record && !record->isLambda())
        visit_record(record);
  }

  void visit_variable(const VarDecl* variable) {
    const bool is_initialized = variable->getDefinition() == variable && variable->hasInit() &&
                                !variable->getDeclContext()->isDependentContext() &&
                                !variable->getType()->isDependentType();
    if (sink_.wants(variable, is_initialized ? Stage::kDefined : Stage::kDeclared))
      sink_.variable(variable, is_initialized);
  }

  void visit_record(const CXXRecordDecl* record) {
    if (!record->isThisDeclarationADefinition() || record->isDependentContext() || record->isLambda())
      return;
    if (sink_.wants(record, Stage::kDefined))
      sink_.record(record);
    walk(record);
  }

  Unit& unit_;
  Sink& sink_;
};

// Makes facts of all, or of what is not the prefix's.
class Extractor : public Sink {
 public:
  Extractor(Inventory& inventory, Bodies& bodies, const Prefix* prefix)
      : inventory_(inventory), bodies_(bodies), prefix_(prefix) {}

  bool wants(const NamedDecl* decl, Prefix::Stage stage) override { return !prefix_ || prefix_->wants(decl, stage); }
  void body(const FunctionDecl* function) override { bodies_.add_function(function); }
  void declaration(const FunctionDecl* function) override { bodies_.add_declaration(function); }
  void variable(const VarDecl* variable, bool has_initializer) override {
    inventory_.add_variable(variable);
    if (has_initializer)
      bodies_.add_initializer(variable);
  }
  void record(const CXXRecordDecl* record) override { inventory_.add_class(record); }

 private:
  Inventory& inventory_;
  Bodies& bodies_;
  const Prefix* prefix_;
};

// Marks what there is, and looks for what its bodies tell about the whole unit.
class Marker : public Sink {
 public:
  Marker(Unit& unit, Prefix& prefix) : unit_(unit), prefix_(prefix) {}

  bool wants(const NamedDecl* decl, Prefix::Stage stage) override {
    // What is named after the main file is each unit's own.
    const bool is_units = !isa<CXXRecordDecl>(decl) && unit_.names.depends_on_main_file(decl);
    if (!is_units)
      prefix_.mark(decl, stage);
    return !is_units;
  }
  void body(const FunctionDecl* function) override {
    if (!prefix_.scanned.insert(function).second)
      return;
    Prescan scan;
    if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
      scan.scan(constructor);
    scan.scan(function->getBody());
    if (note(scan))
      prefix_.lambda_owners.push_back(function);
  }
  void declaration(const FunctionDecl*) override {}
  void variable(const VarDecl* variable, bool has_initializer) override {
    if (!has_initializer || !prefix_.scanned.insert(variable).second)
      return;
    Prescan scan;
    scan.scan(variable->getInit());
    if (note(scan))
      prefix_.lambda_variables.push_back(variable);
  }
  void record(const CXXRecordDecl*) override {}

 private:
  bool note(const Prescan& scan) {
    for (const VarDecl* variable : scan.reassigned)
      if (variable->hasGlobalStorage())
        prefix_.reassigned_globals.insert(variable->getCanonicalDecl());
    return !scan.lambdas.empty();
  }

  Unit& unit_;
  Prefix& prefix_;
};

void make_facts(ASTContext& context, HeaderSearch& headers, const std::string& directory, const models::Models& models,
                Prefix* prefix, std::uint64_t skipped_bodies, facts::TuFacts& facts) {
  Unit unit(context, facts, directory, models, headers);
  Inventory inventory(unit);
  Bodies bodies(unit, inventory);
  if (prefix)
    bodies.continue_after(*prefix);
  Extractor extractor(inventory, bodies, prefix);
  Walker(unit, extractor).walk(context.getTranslationUnitDecl());
  bodies.finish();
  inventory.finish(prefix);
  facts.address_taken.assign(unit.address_taken.begin(), unit.address_taken.end());
  const bool is_headers = prefix && prefix->is_only_segment();
  if (is_headers)
    facts.main_file.clear();
  if (skipped_bodies && !is_headers)
    unit.skipped["function body in a system header"] = skipped_bodies;
  for (const auto& [reason, count] : unit.skipped)
    facts.skipped.push_back({reason, count});
  domain::solve_all({&facts}, {});
}

class Consumer : public ASTConsumer {
 public:
  Consumer(CompilerInstance& compiler, facts::TuFacts& facts, std::string directory, const models::Models& models,
           Prefix* prefix)
      : compiler_(compiler), facts_(facts), directory_(std::move(directory)), models_(models), prefix_(prefix) {}

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
    make_facts(context, compiler_.getPreprocessor().getHeaderSearchInfo(), directory_, models_, prefix_, skipped_,
               facts_);
  }

 private:
  CompilerInstance& compiler_;
  facts::TuFacts& facts_;
  std::string directory_;
  const models::Models& models_;
  Prefix* prefix_;
  ASTContext* context_ = nullptr;
  std::uint64_t skipped_ = 0;
};

} // namespace

std::unique_ptr<ASTConsumer> make_consumer(CompilerInstance& compiler, facts::TuFacts& facts, std::string directory,
                                           const models::Models& models, Prefix* prefix) {
  return std::make_unique<Consumer>(compiler, facts, std::move(directory), models, prefix);
}

facts::TuFacts facts_of_unit(ASTContext& context, Preprocessor& preprocessor, const std::string& directory) {
  facts::TuFacts facts;
  make_facts(context, preprocessor.getHeaderSearchInfo(), directory, models::Models(), nullptr, 0, facts);
  return facts;
}

void mark_prefix(CompilerInstance& compiler, const models::Models& models, Prefix& prefix) {
  facts::TuFacts unused;
  Unit unit(compiler.getASTContext(), unused, "/", models, compiler.getPreprocessor().getHeaderSearchInfo());
  Marker marker(unit, prefix);
  Walker(unit, marker).walk(compiler.getASTContext().getTranslationUnitDecl());
}

} // namespace paraudit::analysis
