#include "checker/analysis/shared_extract.h"

#include "checker/analysis/consumer.h"
#include "checker/analysis/include_order.h"
#include "checker/analysis/invocation.h"
#include "checker/analysis/recording_files.h"

#include <clang/Lex/Pragma.h>
#include <clang/Sema/Sema.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace paraudit::analysis {
namespace {

using namespace clang;

constexpr const char* kPragma = "paraudit_go_on";

const models::Models& models_of(const ExtractOptions& options) {
  static const models::Models none;
  return options.models != nullptr ? *options.models : none;
}

// Where the files of units stood in the arguments. Its name ends as theirs do: that decides the language.
std::string stand_in(const CompileCommand& command) {
  llvm::SmallString<256> path(command.directory);
  llvm::sys::path::append(path, ".paraudit-shared" + llvm::sys::path::extension(command.file));
  return path.str().str();
}

class GoOn : public PragmaHandler {
 public:
  GoOn(CompilerInstance& compiler, const NextStep& next, Prefix& prefix, IncludeOrder& order, facts::TuFacts& facts,
       const ExtractOptions& options)
      : PragmaHandler(kPragma), compiler_(compiler), next_(next), prefix_(prefix), order_(order), facts_(facts),
        options_(options) {}

  void HandlePragma(Preprocessor& preprocessor, PragmaIntroducer introducer, Token& token) override {
    while (token.isNot(tok::eod))
      preprocessor.LexUnexpandedToken(token);
    int failed = -1;
    if (has_headers_) {
      failed = order_.failed_header();
      if (failed < 0)
        finish_headers();
    }
    const SharedStep step = next_(failed);
    prefix_.extract_segment(step.kind == SharedStep::Kind::kFactsOfHeaders);
    if (step.kind == SharedStep::Kind::kHeaders)
      enter_headers(preprocessor, introducer.Loc, step.headers);
    else if (step.kind == SharedStep::Kind::kUnit)
      enter_unit(preprocessor, introducer.Loc, *step.unit);
  }

 private:
  // Instantiates what the headers asked for, once instead of in every unit, and remembers what there is.
  void finish_headers() {
    Sema& sema = compiler_.getSema();
    sema.DefineUsedVTables();
    sema.PerformPendingInstantiations();
    mark_prefix(compiler_, models_of(options_), prefix_);
  }

  void enter_headers(Preprocessor& preprocessor, SourceLocation at, const std::vector<SharedHeader>& headers) {
    has_headers_ = true;
    std::string text;
    std::vector<std::string> paths;
    for (const SharedHeader& header : headers) {
      // The semicolon ends whatever the parser was waiting to see the end of.
      text += "#include " + header.include + "\n;\n";
      paths.push_back(header.path);
    }
    text += std::string("#pragma ") + kPragma + "\n";
    prefix_.begin_segment();
    SourceManager& sources = compiler_.getSourceManager();
    const FileID buffer =
        sources.createFileID(llvm::MemoryBuffer::getMemBufferCopy(text, "<shared headers>"), SrcMgr::C_User, 0, 0, at);
    order_.begin_headers(buffer, std::move(paths));
    preprocessor.EnterSourceFile(buffer, nullptr, at);
  }

  void enter_unit(Preprocessor& preprocessor, SourceLocation at, const CompileCommand& unit) {
    const std::vector<std::string> arguments = full_arguments(unit, options_);
    facts_.command = flags_hash(arguments);
    const auto file = compiler_.getFileManager().getOptionalFileRef(arguments[file_argument(unit, arguments)]);
    if (!file)
      return; // the unit then has no main file: it is told apart by that
    SourceManager& sources = compiler_.getSourceManager();
    const FileID id = sources.createFileID(*file, at, SrcMgr::C_User);
    sources.setMainFileID(id);
    preprocessor.markIncluded(*file); // as a main file: look-ups beside it need that
    order_.begin_unit();
    preprocessor.EnterSourceFile(id, nullptr, at);
  }

  CompilerInstance& compiler_;
  const NextStep& next_;
  Prefix& prefix_;
  IncludeOrder& order_;
  facts::TuFacts& facts_;
  const ExtractOptions& options_;
  bool has_headers_ = false;
};

class SharedAction : public ASTFrontendAction {
 public:
  SharedAction(SharedResult& result, facts::TuFacts& facts, std::string directory, const NextStep& next,
               const ExtractOptions& options)
      : result_(result), facts_(facts), directory_(std::move(directory)), next_(next), options_(options) {}

 protected:
  bool BeginInvocation(CompilerInstance& compiler) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& compiler, StringRef) override {
    return make_consumer(compiler, facts_, directory_, models_of(options_), &prefix_);
  }

  bool BeginSourceFileAction(CompilerInstance& compiler) override {
    auto order = std::make_unique<IncludeOrder>(compiler.getPreprocessor());
    order_ = order.get();
    compiler.getPreprocessor().addPPCallbacks(std::move(order));
    pragma_ = std::make_unique<GoOn>(compiler, next_, prefix_, *order_, facts_, options_);
    compiler.getPreprocessor().AddPragmaHandler(pragma_.get());
    return true;
  }

  void EndSourceFileAction() override {
    result_.why_not = prefix_.is_only_segment() ? "" : order_->difference();
    getCompilerInstance().getPreprocessor().RemovePragmaHandler(pragma_.get());
  }

 private:
  SharedResult& result_;
  facts::TuFacts& facts_;
  std::string directory_;
  const NextStep& next_;
  const ExtractOptions& options_;
  Prefix prefix_;
  IncludeOrder* order_ = nullptr; // the preprocessor's
  std::unique_ptr<GoOn> pragma_;
};

std::vector<std::string> shared_arguments(const CompileCommand& command, const ExtractOptions& options) {
  std::vector<std::string> arguments = full_arguments(command, options);
  const std::size_t file = file_argument(command, arguments);
  if (file == arguments.size())
    return {};
  arguments[file] = stand_in(command);
  return arguments;
}

} // namespace

SharedResult extract_shared(const CompileCommand& like, const ExtractOptions& options, const NextStep& next) {
  SharedResult result;
  ExtractOptions with_start = options;
  with_start.virtual_files[stand_in(like)] = std::string("#pragma ") + kPragma + "\n";
  auto recording = llvm::makeIntrusiveRefCnt<RecordingFiles>(file_system(like, with_start));
  auto files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), recording);
  facts::TuFacts facts;
  tooling::ToolInvocation invocation(shared_arguments(like, options),
                                     std::make_unique<SharedAction>(result, facts, like.directory, next, options),
                                     files.get());
  IgnoringDiagConsumer quiet;
  invocation.setDiagnosticConsumer(&quiet);
  if (!invocation.run() && result.why_not.empty())
    result.why_not = "it does not parse";
  if (!result.why_not.empty())
    return result;
  result.inputs = recording->inputs();
  std::erase(result.inputs.read, stand_in(like));
  result.facts = std::move(facts);
  return result;
}

std::string sharing_key(const CompileCommand& command, const ExtractOptions& options) {
  std::string key;
  for (const std::string& argument : shared_arguments(command, options))
    key += argument + '\0';
  return key.empty() ? "" : command.directory + '\0' + key;
}

} // namespace paraudit::analysis
