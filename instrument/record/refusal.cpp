#include "instrument/record/refusal.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "instrument/record/program_file.h"

namespace paraudit::record {
namespace {

constexpr int kInterpretersMax = 4;

Verdict refuse(int code, std::string message) {
  return {code, std::move(message), {}};
}

bool is_file(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

/// Where execvp would find it; a file that may not be executed is better than none, for the message's sake.
std::string find_program(const std::string& command) {
  if (command.find('/') != std::string::npos)
    return command;
  const char* path = getenv("PATH");
  std::istringstream folders(path ? path : "/bin:/usr/bin");
  std::string found;
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string candidate = (folder.empty() ? "." : folder) + "/" + command;
    if (!is_file(candidate))
      continue;
    if (access(candidate.c_str(), X_OK) == 0)
      return candidate;
    if (found.empty())
      found = candidate;
  }
  return found;
}

Verdict check_permission(const std::string& command, const std::string& program) {
  struct stat status;
  if (program.empty() || stat(program.c_str(), &status) != 0) {
    int error = program.empty() ? ENOENT : errno;
    return refuse(error == EACCES ? kNotExecutable : kNotFound,
                  "cannot run '" + command + "': " + (error == ENOENT ? "command not found" : std::strerror(error)));
  }
  if (S_ISDIR(status.st_mode))
    return refuse(kNotExecutable, "cannot run '" + command + "': it is a directory");
  if (access(program.c_str(), X_OK) != 0)
    return refuse(kNotExecutable, "cannot run '" + program + "': permission denied; is it executable?");
  if (status.st_mode & (S_ISUID | S_ISGID))
    return refuse(kUsageError, "cannot record '" + program +
                                   "': it is a setuid or setgid program, which the loader protects from preloaded "
                                   "libraries; record a copy without these bits");
  return {0, {}, program};
}

Verdict not_recordable(const std::string& program, const std::string& why) {
  return refuse(kUsageError, "cannot record '" + program + "': " + why);
}

Verdict check_elf(const std::string& path) {
  ProgramFile program(path);
  if (program.fault() == ProgramFile::Fault::kNot64Bit)
    return not_recordable(path, "it is a 32-bit program; only 64-bit programs can be recorded");
  for (const Elf64_Phdr& segment : program.segments())
    if (segment.p_type == PT_INTERP)
      return {0, {}, path};
  if (program.fault() == ProgramFile::Fault::kTruncated)
    return refuse(kNotExecutable, "cannot run '" + path + "': the file is truncated");
  return not_recordable(path, "it is linked statically, so nothing can be preloaded; link it dynamically");
}

/// The program that a `#!` line names, or empty.
std::string interpreter_of(std::ifstream& file) {
  file.clear();
  file.seekg(2);
  std::string line, interpreter;
  std::getline(file, line);
  std::istringstream(line) >> interpreter;
  return interpreter;
}

} // namespace

Verdict examine_command(const std::string& command) {
  Verdict verdict = check_permission(command, find_program(command));
  std::string program = verdict.program;
  for (int depth = 0; verdict.exit_code == 0; ++depth) {
    std::ifstream file(program, std::ios::binary);
    char magic[4] = {};
    file.read(magic, sizeof magic);
    if (!file && file.gcount() == 0) // not readable, but it may run all the same
      break;
    if (std::memcmp(magic, ELFMAG, SELFMAG) == 0) {
      Verdict elf = check_elf(program);
      return elf.exit_code ? elf : verdict;
    }
    if (magic[0] != '#' || magic[1] != '!' || depth == kInterpretersMax)
      return refuse(kNotExecutable,
                    "cannot run '" + program + "': it is neither a program nor a script with a #! line");
    program = interpreter_of(file);
    Verdict interpreter = check_permission(program, program);
    if (interpreter.exit_code)
      return interpreter;
  }
  return verdict;
}

bool watches(const std::string& program) {
  std::ifstream file(program, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  return bytes.find("paraudit_watch_states") != std::string::npos;
}

} // namespace paraudit::record
