// Loud failure on misuse of the pool: internal.
#ifndef PARAUDIT_RUNTIME_PARALLEL_MISUSE_H
#define PARAUDIT_RUNTIME_PARALLEL_MISUSE_H

#include <source_location>
#include <string_view>

namespace paraudit::detail {

// Reports through the process's failure handler; does not return unless a test's handler throws.
[[noreturn]] void fail(std::string_view message, std::source_location where);

} // namespace paraudit::detail

#endif
