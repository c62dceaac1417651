// What a call of a virtual method may run: the final overriders in the classes of which the program makes objects.
//
// Class hierarchy analysis narrowed to instantiated classes (D. F. Bacon, P. F. Sweeney, "Fast static analysis of C++
// virtual function calls", 1996). A class that stands in for the real thing in tests (MockEnv, FakeClock) counts only
// where nothing else overrides the method. Cost: linear in classes, methods and bases. Thread-safety: pure.
#ifndef PARAUDIT_CHECKER_LINK_OVERRIDERS_H
#define PARAUDIT_CHECKER_LINK_OVERRIDERS_H

#include "checker/link/program_index.h"

#include <map>
#include <string>
#include <vector>

namespace paraudit::link {

using Overriders = std::map<std::string, std::vector<std::string>>; // by method, sorted

Overriders overriders_of(const ProgramIndex& index);

} // namespace paraudit::link

#endif
