// paraudit-clang and paraudit-clang++: clang with the pass plug-in, line tables, and the preload library linked in.
//
// Everything is put in front of the user's arguments, so that what the user says (-g, -g0, -O) wins. Arguments that a
// step does not use draw no warning.
#include "instrument/driver/arguments.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr int kUsageError = 2;
constexpr int kNotFound = 127;

/// lib/ beside the bin/ that this program is in.
std::string library_directory() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib").string();
}

int complain(int code, const std::string& message) {
  std::fprintf(stderr, PARAUDIT_DRIVER_NAME ": %s\n", message.c_str());
  return code;
}

int execute(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execvp(pointers[0], pointers.data());
  return complain(kNotFound, "cannot run '" + arguments[0] + "': " + std::strerror(errno) +
                                 "; install clang-19, or name a clang 19 in " PARAUDIT_COMPILER_VARIABLE);
}

/// Options of ours, which the pass reads from the environment.
struct FileOption {
  const char* option;
  const char* variable;
  const char* advice;
};
constexpr FileOption kFileOptions[] = {
    {"--watch", "PARAUDIT_WATCH", "write it with  paraudit check -p BUILD --format=json -o findings.json"},
    {"--locks", "PARAUDIT_LOCKS", "give a .paraudit.yaml whose Calls name lock functions"},
};

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

/// 0, or the exit code.
int hand_to_pass(const FileOption& option, std::vector<std::string>& arguments) {
  if (std::find(arguments.begin(), arguments.end(), std::string(option.option) + "=") != arguments.end())
    return complain(kUsageError, std::string(option.option) + "= needs a file; " + option.advice);
  std::string file = paraudit::driver::take_option(arguments, option.option);
  const char* inherited = std::getenv(option.variable);
  if (file.empty() && inherited)
    file = inherited;
  if (file.empty())
    return 0;
  if (access(file.c_str(), R_OK) != 0)
    return complain(kUsageError, std::string(option.option) + ": cannot read '" + file + "': " + std::strerror(errno) +
                                     "; " + option.advice);
  setenv(option.variable, file.c_str(), 1);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  std::vector<std::string> user(argv + 1, argv + argc);
  std::string library = library_directory();
  for (const FileOption& option : kFileOptions)
    if (int code = hand_to_pass(option, user))
      return code;
  if (std::string atomics = paraudit::driver::take_option(user, "--atomics", "all"); !atomics.empty())
    setenv("PARAUDIT_ATOMICS", atomics.c_str(), 1);
  if (paraudit::driver::links_statically(user))
    return complain(kUsageError, "-static: the recorder is a shared library; link dynamically (-static-libstdc++ and "
                                 "-static-libgcc are fine)");
  const char* compiler = std::getenv(PARAUDIT_COMPILER_VARIABLE);
  std::vector<std::string> all{compiler && *compiler ? compiler : PARAUDIT_COMPILER};
  for (std::string& argument :
       paraudit::driver::added_arguments(user, library, is_set("PARAUDIT_WATCH") || is_set("PARAUDIT_ATOMICS")))
    all.push_back(std::move(argument));
  all.insert(all.end(), user.begin(), user.end());
  return execute(std::move(all));
}
