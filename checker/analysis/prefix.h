// What several units share because they include the same headers: the declarations of a prefix that was parsed once,
// before processes forked off to parse a unit each.
//
// Private to checker/analysis. Thread-safety: one per process. Cost: an entry per declaration of the program's headers.
#ifndef PARAUDIT_CHECKER_ANALYSIS_PREFIX_H
#define PARAUDIT_CHECKER_ANALYSIS_PREFIX_H

#include "checker/analysis/clang_headers.h"

#include <cstdint>
#include <vector>

namespace paraudit::analysis {

class Prefix {
 public:
  // How much there is of a declaration: it may be completed later, and is looked at again then.
  enum class Stage : std::uint8_t { kDeclared, kDefined };

  void begin_segment() { ++segment_; }
  void mark(const clang::Decl* decl, Stage stage) {
    const auto [it, added] = marks_.try_emplace(decl, Mark{stage, segment_});
    if (!added && it->second.stage != stage)
      it->second = {stage, segment_};
  }
  bool is_marked(const clang::Decl* decl) const { return marks_.contains(decl); }

  // Whose facts are to be made: those of the last segment alone, else those of everything that was parsed after it.
  void extract_segment(bool only_segment) { only_segment_ = only_segment; }
  bool is_only_segment() const { return only_segment_; }
  bool wants(const clang::Decl* decl, Stage stage) const {
    const auto it = marks_.find(decl);
    const bool is_known = it != marks_.end() && it->second.stage == stage;
    return only_segment_ ? is_known && it->second.segment == segment_ : !is_known;
  }

  // What bodies of the prefix tell about the whole unit.
  llvm::DenseSet<const clang::VarDecl*> reassigned_globals;
  std::vector<const clang::FunctionDecl*> lambda_owners; // functions that contain lambdas
  std::vector<const clang::VarDecl*> lambda_variables;   // variables whose initialisers do
  llvm::DenseSet<const clang::Decl*> scanned;

 private:
  struct Mark {
    Stage stage;
    std::uint32_t segment;
  };
  llvm::DenseMap<const clang::Decl*, Mark> marks_;
  std::uint32_t segment_ = 0;
  bool only_segment_ = false;
};

} // namespace paraudit::analysis

#endif
