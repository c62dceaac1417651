#include "runtime/trace/trace_test_support.h"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace paraudit::trace::test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

} // namespace

// In memory where there is such a place: these tests make and delete thousands of files.
ScratchDirectory::ScratchDirectory() {
  std::filesystem::path parent = "/dev/shm";
  if (access(parent.c_str(), W_OK) != 0)
    parent = std::filesystem::temp_directory_path();
  std::string name = (parent / "paraudit-trace-XXXXXX").string();
  path_ = mkdtemp(name.data());
}
ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

pid_t start_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                    const std::string& error_file, const char* program) {
  std::vector<std::string> words{program != nullptr ? program : PARAUDIT_RECORDED_PROGRAM}, variables = environment;
  words.insert(words.end(), arguments.begin(), arguments.end());
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!std::string_view(*variable).starts_with("PARAUDIT_"))
      variables.emplace_back(*variable);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, error_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  pid_t child = -1;
  int result = posix_spawn(&child, words[0].c_str(), &actions, nullptr, pointers_to(words).data(),
                           pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(result, 0) << words[0];
  return child;
}

Outcome run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                    const std::filesystem::path& scratch, const char* program) {
  std::string errors = (scratch / "stderr").string();
  pid_t child = start_program(arguments, environment, errors, program);
  int status = 0;
  Outcome run;
  if (child > 0 && waitpid(child, &status, 0) == child)
    run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::ifstream in(errors);
  run.errors.assign(std::istreambuf_iterator<char>(in), {});
  return run;
}

Trace record(const std::string& scenario, const std::string& policy, const std::vector<std::string>& environment) {
  ScratchDirectory scratch;
  std::filesystem::path traces = scratch.path() / "traces";
  std::vector<std::string> variables{"PARAUDIT_RECORD=" + policy, "PARAUDIT_TRACE_DIR=" + traces.string()};
  variables.insert(variables.end(), environment.begin(), environment.end());
  Outcome run = run_program({scenario}, variables, scratch.path());
  EXPECT_EQ(run.status, 0) << run.errors;
  EXPECT_EQ(run.errors, "");
  std::vector<std::filesystem::path> processes = processes_in(traces);
  EXPECT_EQ(processes.size(), 1u);
  if (processes.empty())
    return {};
  Trace trace = read_trace(processes[0]);
  EXPECT_THAT(trace.problems, testing::IsEmpty());
  return trace;
}

} // namespace paraudit::trace::test
