#include "checker/analysis/include_scan.h"

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/invocation.h"

#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Tooling/DependencyScanning/DependencyScanningFilesystem.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/Path.h>

#include <map>

namespace paraudit::analysis {

using namespace clang;
using tooling::dependencies::DependencyScanningFilesystemSharedCache;
using tooling::dependencies::DependencyScanningWorkerFilesystem;

namespace {

struct Seen {
  IncludedHeader header;
  OptionalFileEntryRef file;
  bool can_share = false;
  std::size_t left = 0; // when its first inclusion ended
};

class Recorder : public PPCallbacks {
 public:
  Recorder(const SourceManager& sources, std::map<const FileEntry*, Seen>& seen) : sources_(sources), seen_(seen) {}

  void InclusionDirective(SourceLocation hash, const Token& directive, StringRef name, bool is_angled, CharSourceRange,
                          OptionalFileEntryRef file, StringRef directory, StringRef, const Module*, bool,
                          SrcMgr::CharacteristicKind) override {
    if (!file)
      return;
    const auto [it, added] = seen_.try_emplace(&file->getFileEntry());
    Seen& one = it->second;
    one.header.is_direct |= !sources_.isInSystemHeader(hash);
    if (!added)
      return;
    one.file = file;
    one.header.path = file->getName().str();
    one.can_share = directive.getIdentifierInfo() && directive.getIdentifierInfo()->getName() == "include";
    const OptionalFileEntryRef includer = sources_.getFileEntryRefForID(sources_.getFileID(hash));
    const bool is_beside = !is_angled && includer && llvm::sys::path::parent_path(includer->getName()) == directory;
    if (is_beside) {
      one.header.include = "\"" + one.header.path + "\"";
      one.can_share &= llvm::sys::path::is_absolute(one.header.path);
    } else {
      // What is parsed ahead lies in no directory: in quotes, the working directory would be looked into first.
      one.header.include = "<" + name.str() + ">";
    }
  }

  void FileChanged(SourceLocation location, FileChangeReason reason, SrcMgr::CharacteristicKind, FileID) override {
    if (reason == EnterFile) {
      const OptionalFileEntryRef file = sources_.getFileEntryRefForID(sources_.getFileID(location));
      const auto it = file ? seen_.find(&file->getFileEntry()) : seen_.end();
      open_.push_back({it == seen_.end() ? nullptr : &it->second, file ? std::uint64_t(file->getSize()) : 0});
    } else if (reason == ExitFile && !open_.empty()) {
      leave();
    }
  }

 private:
  struct Open {
    Seen* header;
    std::uint64_t bytes;
  };

  void leave() {
    const Open last = open_.back();
    open_.pop_back();
    if (last.header && last.header->left == 0) {
      last.header->left = ++order_;
      last.header->header.bytes = last.bytes;
    }
    if (!open_.empty() && !(last.header && last.header->header.is_direct))
      open_.back().bytes += last.bytes;
  }

  const SourceManager& sources_;
  std::map<const FileEntry*, Seen>& seen_;
  std::vector<Open> open_;
  std::size_t order_ = 0;
};

class ScanAction : public PreprocessOnlyAction {
 public:
  ScanAction(DependencyScanningWorkerFilesystem& files, std::vector<IncludedHeader>& out) : files_(files), out_(out) {}

 protected:
  bool BeginInvocation(CompilerInstance& compiler) override {
    compiler.getPreprocessorOpts().DependencyDirectivesForFile =
        [this](FileEntryRef file) -> std::optional<ArrayRef<dependency_directives_scan::Directive>> {
      if (auto entry = files_.getOrCreateFileSystemEntry(file.getName());
          entry && files_.ensureDirectiveTokensArePopulated(*entry))
        return entry->getDirectiveTokens();
      return std::nullopt;
    };
    return true;
  }

  void ExecuteAction() override {
    Preprocessor& preprocessor = getCompilerInstance().getPreprocessor();
    preprocessor.addPPCallbacks(std::make_unique<Recorder>(getCompilerInstance().getSourceManager(), seen_));
    PreprocessOnlyAction::ExecuteAction();
    std::map<std::size_t, IncludedHeader> ordered;
    for (auto& [file, one] : seen_)
      if (one.left > 0 && one.can_share && preprocessor.getHeaderSearchInfo().isFileMultipleIncludeGuarded(*one.file))
        ordered.emplace(one.left, std::move(one.header));
    for (auto& [left, header] : ordered)
      out_.push_back(std::move(header));
  }

 private:
  DependencyScanningWorkerFilesystem& files_;
  std::vector<IncludedHeader>& out_;
  std::map<const FileEntry*, Seen> seen_;
};

} // namespace

struct IncludeScanner::Shared {
  DependencyScanningFilesystemSharedCache cache;
};

IncludeScanner::IncludeScanner() : shared_(std::make_unique<Shared>()) {}
IncludeScanner::~IncludeScanner() = default;

std::vector<IncludedHeader> IncludeScanner::scan(const CompileCommand& command, const ExtractOptions& options) {
  std::vector<IncludedHeader> headers;
  auto scanning =
      llvm::makeIntrusiveRefCnt<DependencyScanningWorkerFilesystem>(shared_->cache, file_system(command, options));
  auto files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), scanning);
  tooling::ToolInvocation invocation(full_arguments(command, options), std::make_unique<ScanAction>(*scanning, headers),
                                     files.get());
  IgnoringDiagConsumer quiet;
  invocation.setDiagnosticConsumer(&quiet);
  invocation.run();
  return headers;
}

} // namespace paraudit::analysis
