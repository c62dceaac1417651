// Whether a command can be recorded by preloading, judged before anything is started.
//
// Looks at the file that the system would execute: found along PATH as execvp does, through `#!` lines. Pure but for
// reading those files; no privileges needed beyond those of running the command.
#ifndef PARAUDIT_INSTRUMENT_RECORD_REFUSAL_H
#define PARAUDIT_INSTRUMENT_RECORD_REFUSAL_H

#include <string>

namespace paraudit::record {

/// Exit codes of our own; anything else is the command's. 126 and 127 mean what they mean in a shell.
inline constexpr int kUsageError = 2;
inline constexpr int kNotExecutable = 126;
inline constexpr int kNotFound = 127;

struct Verdict {
  int exit_code = 0;   ///< 0: go ahead
  std::string message; ///< why not, and what to do
  std::string program; ///< the file to execute
};

Verdict examine_command(const std::string& command);

/// Whether the pass compiled watched accesses into this file.
bool watches(const std::string& program);

} // namespace paraudit::record
#endif
