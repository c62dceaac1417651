// --prove-complete: the inventory of static objects held against what the compiler emitted.
//
// Thread-safety: prints to standard output and error; one at a time.
#ifndef PARAUDIT_CHECKER_TOOL_PROVE_COMPLETE_H
#define PARAUDIT_CHECKER_TOOL_PROVE_COMPLETE_H

#include "checker/tool/run.h"

#include <string>
#include <vector>

namespace paraudit::tool {

// Prints each writable symbol that the inventory does not explain, and each object of the inventory that has no
// symbol. Returns 0 when all are explained, 1 when not, 2 on a file that cannot be read.
int prove_complete(const Report& report, const std::vector<std::string>& objects);

} // namespace paraudit::tool

#endif
