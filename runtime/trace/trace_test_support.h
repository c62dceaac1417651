// Runs the recorded program under a scenario and reads what it left.
#ifndef PARAUDIT_RUNTIME_TRACE_TRACE_TEST_SUPPORT_H
#define PARAUDIT_RUNTIME_TRACE_TRACE_TEST_SUPPORT_H

#include "runtime/trace/trace_test_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace paraudit::trace::test {

// A directory that goes away with the test.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  int status = -1; // exit status, or 128 + signal
  std::string errors;
};

// Starts a program, the recorded one unless another is named; the environment has the given NAME=value pairs on top of
// the test's own.
pid_t start_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                    const std::string& error_file, const char* program = nullptr);
Outcome run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                    const std::filesystem::path& scratch, const char* program = nullptr);

// Records a scenario and returns its only trace, which must have no problems.
Trace record(const std::string& scenario, const std::string& policy, const std::vector<std::string>& environment = {});

} // namespace paraudit::trace::test
#endif
