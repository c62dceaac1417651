// Walks a parsed unit and makes its facts.
//
// Private to checker/analysis. Thread-safety: one per unit.
#ifndef PARAUDIT_CHECKER_ANALYSIS_CONSUMER_H
#define PARAUDIT_CHECKER_ANALYSIS_CONSUMER_H

#include "checker/analysis/body.h"

#include <memory>

namespace paraudit::analysis {

// The facts are complete once the unit was parsed without error.
std::unique_ptr<clang::ASTConsumer> make_consumer(facts::TuFacts& facts, std::string directory,
                                                  const models::Models& models);

} // namespace paraudit::analysis

#endif
