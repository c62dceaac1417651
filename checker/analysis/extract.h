// Facts of one translation unit from its compile command.
//
// Thread-safety: extractions may run at once, on any threads; no state is shared. A crash inside Clang costs the unit
// alone (CrashRecoveryContext, enabled by enable_crash_recovery()); a process of its own per unit is safer still.
// Cost: less than `clang -fsyntax-only`: bodies in system headers are skipped, templates excepted.
// Errors: diagnostics as Clang prints them; a unit with errors yields no facts.
#ifndef PARAUDIT_CHECKER_ANALYSIS_EXTRACT_H
#define PARAUDIT_CHECKER_ANALYSIS_EXTRACT_H

#include "checker/facts/facts.h"
#include "checker/models/user_models.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::analysis {

struct CompileCommand {
  std::string directory;
  std::string file;
  std::vector<std::string> arguments; // with the compiler's name first, as compile_commands.json has them
};

struct ExtractOptions {
  std::vector<std::string> extra_arguments;         // after the command's own
  std::vector<std::string> extra_arguments_before;  // after the compiler's name
  std::map<std::string, std::string> virtual_files; // absolute path -> contents, over the real file system
  std::string overlay;                              // YAML file of redirections, as clang's -ivfsoverlay takes
  const models::Models* models = nullptr;           // none: the tables alone
};

// What an extraction depends on besides its command: the facts hold as long as the files read have these contents, the
// absent paths stay absent (a header that appears may hide another) and the listed directories keep their entries.
// Absolute paths, sorted.
struct Inputs {
  std::vector<std::string> read;
  std::vector<std::string> absent;
  std::vector<std::string> listed;
};

struct ExtractResult {
  std::optional<facts::TuFacts> facts; // none: the unit failed
  std::string diagnostics;             // text for the user, warnings included where the unit failed
  Inputs inputs;                       // for cache keys
  bool crashed = false;
};

ExtractResult extract(const CompileCommand& command, const ExtractOptions& options = {});

// Whether the file can be read as ExtractOptions::overlay; what is wrong with it goes to standard error.
bool is_overlay(const std::string& path);

// How Clang is run on the unit, as a line for a shell: to reproduce a crash.
std::string shell_command(const CompileCommand& command, const ExtractOptions& options);

// The name and version of the front end that the facts come from.
std::string front_end_version();

// Once per process, before threads start, where crashes of Clang are to be survived in-process.
void enable_crash_recovery();

// The command without what Clang does not know (GCC-only flags), outputs and plug-ins, ready for a syntax-only run.
// `dropped`, where given, collects what was left out.
std::vector<std::string> adjusted_arguments(const CompileCommand& command, std::vector<std::string>* dropped = nullptr);

// What Clang's driver does not know of a command for another compiler: left out of adjusted_arguments() as well, though
// no table lists it. Empty for commands of Clang itself, which has complained already.
std::vector<std::string> unknown_arguments(const CompileCommand& command);

} // namespace paraudit::analysis

#endif
