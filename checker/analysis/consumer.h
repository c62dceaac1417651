// Walks a parsed unit and makes its facts.
//
// Private to checker/analysis. Thread-safety: one per unit.
#ifndef PARAUDIT_CHECKER_ANALYSIS_CONSUMER_H
#define PARAUDIT_CHECKER_ANALYSIS_CONSUMER_H

#include "checker/analysis/body.h"
#include "checker/analysis/prefix.h"

#include <memory>

namespace paraudit::analysis {

// The facts are complete once the unit was parsed without error; with a prefix, those of the part that it wants.
std::unique_ptr<clang::ASTConsumer> make_consumer(clang::CompilerInstance& compiler, facts::TuFacts& facts,
                                                  std::string directory, const models::Models& models, Prefix* prefix);

// Marks everything that was declared so far, and whose facts do not depend on the main file.
void mark_prefix(clang::CompilerInstance& compiler, const models::Models& models, Prefix& prefix);

} // namespace paraudit::analysis

#endif
