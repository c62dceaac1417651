// Lock classes are declarations: the recorder cannot tell the instantiations of a template apart, so neither may the
// join.
//
// Thread-safety: pure. Cost: linear in locks, acquisitions and edges.
#ifndef PARAUDIT_REPORTS_ANALYSIS_DECLARATIONS_H
#define PARAUDIT_REPORTS_ANALYSIS_DECLARATIONS_H

#include <string>

#include "reports/reader/findings.h"

namespace paraudit::reports {

// "ns::Table<int, std::less<int>>::lock" without template arguments: "ns::Table::lock". Operators keep their names.
std::string without_template_arguments(const std::string& name);

// A function as symbolisers and std::source_location spell it ("const T *ns::Table<int>::find(const K &) [K = int]") as
// its declaration's name alone: "ns::Table::find". All instantiations, overloads and compilers' spellings read the
// same.
std::string plain_function(const std::string& function);

// The findings with one lock for all instantiations of a declaration: ids, edges and cycles carry the declaration's
// name.
Findings by_declaration(const Findings& findings);

} // namespace paraudit::reports

#endif
