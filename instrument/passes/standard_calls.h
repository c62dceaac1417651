// A member function of the standard library, by the class and the name that it has in the source.
//
// Pure. Cost: demangles the linker name; for what is asked of few functions, or on request only.
#ifndef PARAUDIT_INSTRUMENT_PASSES_STANDARD_CALLS_H
#define PARAUDIT_INSTRUMENT_PASSES_STANDARD_CALLS_H

#include <llvm/IR/Function.h>
#include <string>

namespace paraudit::instrument {

struct StandardMember {
  std::string scope; ///< `atomic`, `__basic_future`: the class, without namespace and template arguments
  std::string name;  ///< `fetch_add`, `operator++`
};

/// Empty names: the function is none.
StandardMember standard_member(const llvm::Function& function);

} // namespace paraudit::instrument
#endif
