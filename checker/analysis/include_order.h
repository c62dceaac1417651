// Watches whether a unit means the same with some of its headers parsed before everything else.
//
// They were parsed in another order than the unit includes them, so what could tell is looked for: a macro that the
// unit defines before it includes a header that mentions the name, a macro that is asked for before the header that
// defines it is included, a header that the unit does not include after all. Any of them and the unit is to be parsed
// by itself. Declarations are not compared: that a header's meaning depends on what was declared before it would break
// the one-definition rule as soon as two units differ in their order.
//
// Private to checker/analysis. Thread-safety: as the preprocessor. Cost: a look-up per macro expansion and directive.
#ifndef PARAUDIT_CHECKER_ANALYSIS_INCLUDE_ORDER_H
#define PARAUDIT_CHECKER_ANALYSIS_INCLUDE_ORDER_H

#include "checker/analysis/clang_headers.h"

#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>

#include <string>
#include <vector>

namespace paraudit::analysis {

class IncludeOrder : public clang::PPCallbacks {
 public:
  explicit IncludeOrder(clang::Preprocessor& preprocessor)
      : preprocessor_(preprocessor), sources_(preprocessor.getSourceManager()) {}

  // Headers parsed ahead: `buffer` includes them in the order of `paths`.
  void begin_headers(clang::FileID buffer, std::vector<std::string> paths);
  // The first of them that did not parse by itself, or was not the file that was meant; -1: none.
  int failed_header();
  void begin_unit();
  // "" or what tells the two orders apart. For the end of the unit.
  std::string difference();

  void FileChanged(clang::SourceLocation location, FileChangeReason reason, clang::SrcMgr::CharacteristicKind,
                   clang::FileID) override;
  void FileSkipped(const clang::FileEntryRef& file, const clang::Token&, clang::SrcMgr::CharacteristicKind) override;
  void InclusionDirective(clang::SourceLocation hash, const clang::Token&, clang::StringRef, bool,
                          clang::CharSourceRange, clang::OptionalFileEntryRef file, clang::StringRef, clang::StringRef,
                          const clang::Module*, bool, clang::SrcMgr::CharacteristicKind) override;
  void MacroDefined(const clang::Token& name, const clang::MacroDirective*) override;
  void MacroUndefined(const clang::Token& name, const clang::MacroDefinition& macro,
                      const clang::MacroDirective*) override;
  void MacroExpands(const clang::Token& name, const clang::MacroDefinition& macro, clang::SourceRange,
                    const clang::MacroArgs*) override;
  void Defined(const clang::Token&, const clang::MacroDefinition& macro, clang::SourceRange) override { use(macro); }
  void Ifdef(clang::SourceLocation, const clang::Token&, const clang::MacroDefinition& macro) override { use(macro); }
  void Ifndef(clang::SourceLocation, const clang::Token&, const clang::MacroDefinition& macro) override { use(macro); }
  void Elifdef(clang::SourceLocation, const clang::Token&, const clang::MacroDefinition& macro) override { use(macro); }
  void Elifndef(clang::SourceLocation, const clang::Token&, const clang::MacroDefinition& macro) override {
    use(macro);
  }

 private:
  struct Header {
    std::vector<unsigned> includes;
    bool is_reached = false; // by the unit
  };

  unsigned header(const clang::FileEntry& file);
  void reach(unsigned header);
  bool is_ahead(clang::SourceLocation location) const;
  bool is_mentioned(const clang::IdentifierInfo* name) const;
  void use(const clang::MacroDefinition& macro);
  void check_error();
  void differ(std::string why);

  clang::Preprocessor& preprocessor_;
  clang::SourceManager& sources_;
  llvm::DenseMap<const clang::FileEntry*, unsigned> ids_;
  llvm::DenseMap<clang::FileID, unsigned> entered_;
  std::vector<Header> headers_;
  std::vector<unsigned> ahead_; // those that a buffer names
  clang::FileID buffer_;
  std::vector<std::string> paths_;
  int current_ = -1;
  int failed_ = -1;
  bool in_unit_ = false;
  llvm::DenseSet<const clang::IdentifierInfo*> mentioned_; // in headers parsed ahead
  llvm::DenseSet<const clang::IdentifierInfo*> changed_;   // of them: defined by the unit
  std::string difference_;
};

} // namespace paraudit::analysis

#endif
