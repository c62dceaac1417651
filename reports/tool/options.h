// The command line of paraudit-report.
//
// Thread-safety: pure. Errors: parse_options prints what is wrong (or the help) and returns the exit code.
#ifndef PARAUDIT_REPORTS_TOOL_OPTIONS_H
#define PARAUDIT_REPORTS_TOOL_OPTIONS_H

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace paraudit::reports {

inline constexpr int kExitPass = 0, kExitFail = 1, kExitError = 2, kExitUnseen = 3;

struct Output {
  std::string path;   // "-": standard output
  std::string format; // as --format names it
};

struct Options {
  std::string findings, root, command;
  std::string ledger, budget, baseline; // empty: not given
  std::vector<std::string> traces, labels;
  std::vector<std::uint32_t> threads;
  std::vector<Output> outputs;
  std::vector<std::uint32_t> predict_at; // empty: the usual ones
  bool central_queue = false;            // the pool that was recorded blocks its threads
  bool quiet = false;
};

std::variant<Options, int> parse_options(int argc, char** argv);

// The directory above `start` (or itself) that holds a .git, else `start`.
std::string repository_root(const std::string& start);

// What paths are relative to: --root, else where the checker ran if that is a directory here, else the repository's.
std::string root_of(const std::string& given, const std::string& of_findings);

// What is wrong with --root; "" where nothing is, or none was given.
std::string root_problem(const std::string& given);

} // namespace paraudit::reports

#endif
