// Functions as traces name them, by their declarations: that is what findings.json has.
//
// Thread-safety: pure. Cost: linear in the name.
#ifndef PARAUDIT_REPORTS_ANALYSIS_DECLARATIONS_H
#define PARAUDIT_REPORTS_ANALYSIS_DECLARATIONS_H

#include <string>

namespace paraudit::reports {

// A function as symbolisers and std::source_location spell it ("const T *ns::Table<int>::find(const K &) [K = int]") as
// its declaration's name alone: "ns::Table::find". All instantiations, overloads and compilers' spellings read the
// same.
std::string plain_function(const std::string& function);

} // namespace paraudit::reports

#endif
