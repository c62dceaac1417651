// The recorder's configuration, from the environment (options.def is the one table).
#ifndef PARAUDIT_RUNTIME_TRACE_OPTIONS_H
#define PARAUDIT_RUNTIME_TRACE_OPTIONS_H

#include <cstdint>

namespace paraudit::trace {

struct Options {
  uint32_t policy = 0; // paraudit_policy
  const char* directory = "paraudit-trace";
#define PARAUDIT_OPTION(NAME, field, default_value, minimum, maximum, doc) uint64_t field = default_value;
#include "runtime/trace/options.def"
};

// Reads the environment. Mistakes are named on stderr, one line each, if anything is to be recorded.
Options read_options(const char* const* environment);

// Writes the PARAUDIT_* variables, NUL-separated, into `text`; returns the bytes used, at most `capacity`.
uint32_t collect_environment(const char* const* environment, char* text, uint32_t capacity);

// One line on stderr, straight through the system call: "paraudit: " and up to three parts.
void complain(const char* first, const char* second = "", const char* third = "");

} // namespace paraudit::trace
#endif
