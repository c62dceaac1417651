// Runs a command as a child with a changed environment, hands on the signals that this process is sent, and waits.
//
// For single-threaded programs: it blocks signals and reaps children of the whole process while it runs.
#ifndef PARAUDIT_INSTRUMENT_RECORD_CHILD_H
#define PARAUDIT_INSTRUMENT_RECORD_CHILD_H

#include <functional>
#include <string>
#include <vector>

namespace paraudit::record {

struct ChildResult {
  int exec_error = 0; ///< errno when the command could not be executed
  int exit_code = 0;  ///< the command's, or 128 + n when signal n ended it
};

/// What is done each second while the command runs: from the start, or once a SIGUSR1 was forwarded.
struct Meanwhile {
  bool from_the_start;
  std::function<void()> action;
};

/// `environment` entries are NAME=value and replace what is there. Signals from the terminal reach the child by
/// themselves; those that a process sent to us are forwarded.
ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments,
                      const std::vector<std::string>& environment, const Meanwhile& meanwhile);

} // namespace paraudit::record
#endif
