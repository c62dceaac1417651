// Turns witnesses into the steps that a person reads: which thread acquires what, through which calls.
//
// Thread-safety: free functions without state.
#ifndef PARAUDIT_CHECKER_CHECKS_TRACE_H
#define PARAUDIT_CHECKER_CHECKS_TRACE_H

#include "checker/checks/finding.h"
#include "checker/link/link.h"

#include <string>
#include <vector>

namespace paraudit::checks {

Place place_of(const link::Site& site);
std::string quoted(const std::string& text);
const std::string& lock_name(const link::Program& program, link::LockId lock);
const std::string& function_name(const link::Program& program, link::FunctionId function);

// Where the inner lock of a nested acquisition is taken, and in which function.
Place inner_place(const link::Program& program, const link::NestedPair& pair);
std::string inner_function(const link::Program& program, const link::NestedPair& pair);

// The steps of one thread: takes the outer lock, calls its way down, takes the inner lock.
void append_trace(const link::Program& program, const link::NestedPair& pair, uint32_t thread,
                  std::vector<TraceStep>& steps);

} // namespace paraudit::checks

#endif
