// The checks as a module of stock clang-tidy 19: `clang-tidy-19 --load=paraudit-tidy.so --checks=paraudit-*`.
//
// Each unit is linked by itself, once for all checks. What other units could refute is reported only by checks that are
// asked for by their whole names; what holds the program against a ledger is left to paraudit-check.
#include "checker/analysis/unit_facts.h"
#include "checker/checks/check.h"
#include "checker/link/link.h"
#include "checker/tool/fixes.h"

#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>
#include <clang/ASTMatchers/ASTMatchFinder.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace paraudit::tidy_plugin {
namespace {

using checks::CheckInfo;
using checks::Finding;
using checks::Place;
using clang::SourceLocation;
using clang::SourceManager;
using clang::StringRef;

// Callers that hold the guard, and code that a callback may be, can be in units that are not seen here.
constexpr std::array<std::string_view, 4> kRefutedElsewhere = {
    "paraudit-unguarded-access", "paraudit-inconsistent-guard", "paraudit-callback-under-lock",
    "paraudit-parallel-candidate"};
constexpr std::array<std::string_view, 2> kNeedLedger = {"paraudit-undocumented", "paraudit-ledger-stale"};

template <class Names> bool is_among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_named(StringRef globs, StringRef check) {
  llvm::SmallVector<StringRef, 8> parts;
  llvm::SplitString(globs, parts, ",\n");
  return std::any_of(parts.begin(), parts.end(), [&](StringRef part) { return part.trim() == check; });
}

// The unit as all its checks see it.
class UnitProgram {
 public:
  const link::Program& of(clang::ASTContext& context, clang::Preprocessor& preprocessor) {
    if (!program_.index) {
      auto directory = context.getSourceManager().getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory();
      std::vector<facts::TuFacts> units;
      units.push_back(analysis::facts_of_unit(context, preprocessor, directory ? *directory : "/"));
      program_ = link::link_program(std::move(units), {});
    }
    return program_;
  }

  // clang-tidy makes the checks of a unit together, and drops them before it makes those of the next.
  static std::shared_ptr<UnitProgram> current() {
    static std::weak_ptr<UnitProgram> last;
    std::shared_ptr<UnitProgram> unit = last.lock();
    if (!unit) {
      unit = std::make_shared<UnitProgram>();
      last = unit;
    }
    return unit;
  }

 private:
  link::Program program_;
};

class Check : public clang::tidy::ClangTidyCheck {
 public:
  Check(StringRef name, clang::tidy::ClangTidyContext* context, const CheckInfo& info)
      : ClangTidyCheck(name, context), info_(info), unit_(UnitProgram::current()) {
    const clang::tidy::ClangTidyOptions& options = context->getOptions();
    is_on_ = !is_among(kRefutedElsewhere, info.name) || is_named(options.Checks.value_or(""), name);
    for (const checks::OptionInfo& option : checks::all_options()) {
      if (option.check == std::string_view(info.name)) {
        info_.options[option.name] = Options.get(option.name, option.initial).str();
      }
    }
  }

  void registerPPCallbacks(const SourceManager&, clang::Preprocessor* preprocessor, clang::Preprocessor*) override {
    preprocessor_ = preprocessor;
  }

  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override {
    if (is_on_) {
      finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
    }
  }

  void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override {
    if (result.Context->getDiagnostics().hasUncompilableErrorOccurred()) {
      return;
    }
    const link::Program& program = unit_->of(*result.Context, *preprocessor_);
    checks::Findings findings;
    info_.run(program, info_, findings);
    checks::finish_findings(findings);
    for (const Finding& finding : findings) {
      report(finding, *result.SourceManager);
    }
  }

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) override {
    for (const auto& [name, value] : info_.options) {
      Options.store(options, name, value);
    }
  }

 private:
  static SourceLocation location_of(const Place& place, const SourceManager& sources) {
    auto file = sources.getFileManager().getOptionalFileRef(place.file);
    return file && place.line != 0 ? sources.translateFileLineCol(*file, place.line, place.column) : SourceLocation();
  }

  // The text is no format: it may hold a percent sign.
  void report(const Finding& finding, const SourceManager& sources) {
    {
      auto warning = diag(location_of(finding.place, sources), "%0") << finding.message;
      add_fix(finding, sources, warning);
    }
    for (const checks::TraceStep& step : finding.trace) {
      diag(location_of(step.place, sources), "%0", clang::DiagnosticIDs::Note) << step.message;
    }
    for (const checks::RelatedPlace& related : finding.related) {
      diag(location_of(related.place, sources), "%0", clang::DiagnosticIDs::Note) << related.message;
    }
  }

  // Several ways to mend one finding exclude each other: the first that fits the source.
  static void add_fix(const Finding& finding, const SourceManager& sources, clang::DiagnosticBuilder& warning) {
    tool::Sources texts;
    for (const checks::Fix& fix : finding.fixes) {
      std::optional<tool::ResolvedFix> resolved = tool::resolve_fix(fix, texts);
      if (!resolved) {
        continue;
      }
      for (const tool::Replacement& change : resolved->replacements) {
        auto range =
            clang::CharSourceRange::getCharRange(location_of(change.begin, sources), location_of(change.end, sources));
        warning << clang::FixItHint::CreateReplacement(range, change.text);
      }
      return;
    }
  }

  CheckInfo info_;
  std::shared_ptr<UnitProgram> unit_;
  clang::Preprocessor* preprocessor_ = nullptr;
  bool is_on_ = true;
};

class Module : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    for (const CheckInfo& info : checks::all_checks()) {
      if (info.run != nullptr && !is_among(kNeedLedger, info.name)) {
        factories.registerCheckFactory(info.name, [&info](StringRef name, clang::tidy::ClangTidyContext* context) {
          return std::make_unique<Check>(name, context, info);
        });
      }
    }
  }
};

clang::tidy::ClangTidyModuleRegistry::Add<Module> registration("paraudit-module", "What keeps a program from running "
                                                                                  "in parallel.");

} // namespace
} // namespace paraudit::tidy_plugin
