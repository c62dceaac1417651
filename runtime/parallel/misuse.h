// Loud failure on misuse of the pool, through the handler of the sync types: internal.
#ifndef PARAUDIT_RUNTIME_PARALLEL_MISUSE_H
#define PARAUDIT_RUNTIME_PARALLEL_MISUSE_H

#include "runtime/sync/misuse.h"

namespace paraudit::detail {

// The message must live until this ends: it returns only by an exception of a test's handler.
[[noreturn]] inline void fail(const char* message, SourceLocation where) {
  report_misuse({message, site_record(where), nullptr, nullptr});
}

} // namespace paraudit::detail

#endif
