// Where numbers go, and text that is made of them: into members, variables, arguments, results, output, and into what
// decides an order.
//
// By place, whatever the order of statements: a member is one place for all objects, a container one with its elements.
// What goes through locals is followed to where it ends. Not followed: values inside objects that are copied whole
// (their members are places already), and what virtual calls and callables pass on. Private to checker/analysis.
// Thread-safety: as Unit. Cost: one walk over the body, and flows times the length of the longest chain of locals.
#ifndef PARAUDIT_CHECKER_ANALYSIS_VALUE_FLOWS_H
#define PARAUDIT_CHECKER_ANALYSIS_VALUE_FLOWS_H

#include "checker/analysis/paths.h"

namespace paraudit::analysis {

// After the body's events were made: a number that is drawn is named by its event.
void collect_value_flows(Unit& unit, Body& body, const clang::Stmt* code, facts::FunctionFacts& out);

} // namespace paraudit::analysis

#endif
