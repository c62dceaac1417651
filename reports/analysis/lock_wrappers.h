// Which functions only pass a lock operation on, judged by their demangled name: a site that lies in one is shown at
// its caller's line where nothing better is known. The names are those that pass and preload go by
// (runtime/abi/lock_wrappers.def).
//
// Pure; thread-safe; no allocation. What is not understood is no wrapper.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_WRAPPERS_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_WRAPPERS_H

#include <string_view>

namespace paraudit::reports {

/// `function` as a symboliser prints it, with or without its parameters.
bool is_lock_wrapper(std::string_view function);

} // namespace paraudit::reports

#endif
