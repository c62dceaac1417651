// Runs a program with a text on its standard input and returns what it printed. No shell is involved.
//
// Errors: empty result when the program cannot be started, fails, prints more than 256 MiB, or takes longer than the
// limit (it is then killed).
#ifndef PARAUDIT_REPORTS_READER_CHILD_PROCESS_H
#define PARAUDIT_REPORTS_READER_CHILD_PROCESS_H

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::reports {

std::optional<std::string> run_child(const std::vector<std::string>& arguments, const std::string& input,
                                     std::chrono::seconds limit);

// The first of `names` that is an executable file on PATH; empty when none is.
std::string find_program(const std::vector<std::string>& names);

} // namespace paraudit::reports

#endif
