// paraudit-record: runs a command with the preload library in front of its locks.
#include "instrument/record/child.h"
#include "instrument/record/lock_prices.h"
#include "instrument/record/needed_libraries.h"
#include "instrument/record/refusal.h"
#include "instrument/record/trace_directory.h"
#include "instrument/record/wait_graphs.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>

namespace {

using namespace paraudit::record;
namespace fs = std::filesystem;

struct Options {
  std::string directory, watch;
  bool timeline = false, abort_on_cycle = false, calibrate = false;
  unsigned watchdog_seconds = 0;
  std::vector<std::string> command;
};

constexpr char kExamples[] =
    "examples:\n"
    "  paraudit record -- ./server --threads 8\n"
    "  paraudit record -o trace --timeline -- ld.lld-19 --threads=4 a.o -o a.out\n"
    "  paraudit report trace -o report.html\n\n"
    "The exit status is the command's own, 128 + n when signal n ended it, 127 when it was not found, 126 when it\n"
    "cannot be executed, and 2 when it cannot be recorded (static, setuid) or this command line is wrong.";

constexpr char kUsage[] = "usage: paraudit record [-o DIR] [--timeline] [--watch FILE] [--watchdog SECONDS] "
                          "[--abort-on-cycle] [--calibrate] [--] COMMAND [ARGS...]";

/// CLI11's help, with a usage line that shows the command.
class Help : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App*, std::string) const override { return std::string(kUsage) + "\n"; }
};

void complain(const std::string& message) {
  std::fprintf(stderr, "paraudit record: %s\n", message.c_str());
}

/// Options, or the exit code where there is nothing more to do.
std::optional<int> parse(int argc, char** argv, Options& options) {
  CLI::App app("Runs a command and records its locks, waits and lock order. The program needs no rebuild.",
               "paraudit record");
  app.set_version_flag("--version", "paraudit-record " PARAUDIT_VERSION);
  app.formatter(std::make_shared<Help>());
  app.footer(kExamples);
  app.add_option("-o,--output", options.directory, "directory for the trace (default: paraudit-trace, then .2, .3 ...)")
      ->type_name("DIR");
  app.add_flag("--timeline", options.timeline,
               "record every acquisition with its times, not only counts and contention");
  app.add_option(
         "--watch", options.watch,
         "findings.json whose shared state is watched; the program must have been compiled by paraudit-clang++\n"
         "--watch=FILE, else this says so; compilers that the command runs watch too")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  app.add_option("--watchdog", options.watchdog_seconds,
                 "print who holds and waits for what when nothing has moved for so long (SIGUSR1 does so at any time)")
      ->type_name("SECONDS")
      ->check(CLI::Range(1u, 1000000u));
  app.add_flag("--abort-on-cycle", options.abort_on_cycle,
               "abort the program, with both sides' stacks, as soon as it closes a cycle of lock orders");
  app.add_flag("--calibrate", options.calibrate,
               "run the command twice more without recording, before and after, and measure what locks cost here: the\n"
               "report then tells the recorder's own cost as measured, not as estimated");
  app.prefix_command();
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& told) { // --help, --version
    return app.exit(told);
  } catch (const CLI::ParseError& error) {
    complain(std::string(error.what()) + "; 'paraudit record --help' tells more");
    return kUsageError;
  }
  options.command = app.remaining();
  if (!options.command.empty() && options.command.front() == "--")
    options.command.erase(options.command.begin());
  if (options.command.empty()) {
    complain(std::string("no command to run; ") + kUsage);
    return kUsageError;
  }
  if (options.command.front().starts_with("-")) {
    complain("unknown option '" + options.command.front() + "'; 'paraudit record --help' tells more");
    return kUsageError;
  }
  return std::nullopt;
}

/// lib/libparaudit-preload.so beside bin/. The loader splits LD_PRELOAD at blanks and colons, and knows no escape.
std::string preload_library() {
  fs::path path = fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib/libparaudit-preload.so";
  if (!fs::exists(path))
    throw std::runtime_error("'" + path.string() + "' is missing; is the installation complete?");
  if (path.string().find_first_of(" :") != std::string::npos)
    throw std::runtime_error("'" + path.string() +
                             "' cannot be preloaded: its path has a blank or a colon; install to another place");
  return path.string();
}

/// AddressSanitizer's shared run time (GCC's default) refuses to start unless it comes first.
std::string goes_first(const std::string& program) {
  for (const std::string& library : needed_libraries(program))
    if (library.starts_with("libasan.so"))
      return library + ":";
  return {};
}

std::vector<std::string> environment_for(const Options& options, const std::string& program,
                                         const TraceDirectory& directory) {
  const char* others = std::getenv("LD_PRELOAD");
  std::string preload = goes_first(program) + preload_library() + (others && *others ? std::string(":") + others : "");
  std::vector<std::string> variables{"LD_PRELOAD=" + preload,
                                     std::string("PARAUDIT_RECORD=") + (options.timeline ? "timeline" : "count"),
                                     "PARAUDIT_TRACE_DIR=" + directory.absolute().string()};
  if (!options.watch.empty())
    variables.push_back("PARAUDIT_WATCH=" + fs::absolute(options.watch).string());
  if (options.watchdog_seconds != 0)
    variables.push_back("PARAUDIT_WATCHDOG_SECONDS=" + std::to_string(options.watchdog_seconds));
  if (options.abort_on_cycle)
    variables.push_back("PARAUDIT_ABORT_ON_CYCLE=1");
  return variables;
}

void tell_result(const TraceDirectory& directory) {
  std::string where = directory.shown().string();
  size_t processes = directory.process_count();
  if (processes == 0) {
    directory.discard_if_empty();
    complain("nothing was recorded: no process loaded the recorder, or none could write to '" + where + "'");
    return;
  }
  std::fprintf(stderr, "paraudit record: %zu process%s recorded in %s; next: paraudit report %s -o report.html\n",
               processes, processes == 1 ? "" : "es", where.c_str(), where.c_str());
}

struct Timed {
  ChildResult result;
  long long ns = 0;
};

Timed run_timed(const std::string& program, const Options& options, const std::vector<std::string>& environment,
                const Meanwhile& meanwhile) {
  auto start = std::chrono::steady_clock::now();
  Timed timed{run_child(program, options.command, environment, meanwhile)};
  timed.ns = std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count();
  return timed;
}

/// The file `calibration` (runtime/abi/TRACE.md). Of the bare runs the faster counts: what else the machine does makes
/// runs slower, never faster.
void write_calibration(const TraceDirectory& directory, const Timed& recorded, const Timed& before,
                       const Timed& after) {
  if (before.result.exit_code != recorded.result.exit_code || after.result.exit_code != recorded.result.exit_code) {
    complain("not calibrated: without recording the command ended with " + std::to_string(before.result.exit_code) +
             " and " + std::to_string(after.result.exit_code) + ", recorded with " +
             std::to_string(recorded.result.exit_code));
    return;
  }
  LockPrices prices = measure_lock_prices();
  std::ofstream file(directory.absolute() / "calibration");
  file << "paraudit.calibration 1\nbare_ns " << std::min(before.ns, after.ns) << "\nrecorded_ns " << recorded.ns
       << "\nacquisition_ns " << prices.acquisition_ns << "\ntransfer_ns " << prices.transfer_ns << "\n";
  if (!file.flush())
    complain("cannot write '" + (directory.shown() / "calibration").string() + "'");
}

int record(const Options& options) {
  Verdict verdict = examine_command(options.command.front());
  if (verdict.exit_code) {
    complain(verdict.message);
    return verdict.exit_code;
  }
  if (!options.watch.empty() && !watches(verdict.program))
    complain("'" + verdict.program +
             "' itself watches nothing; compile its sources with  paraudit-clang++ --watch=" + options.watch);
  TraceDirectory directory(options.directory);
  WaitGraphs graphs(directory.absolute());
  const Meanwhile nothing{false, [] {}};
  Timed before, after;
  if (options.calibrate)
    before = run_timed(verdict.program, options, {}, nothing);
  Timed recorded = run_timed(verdict.program, options, environment_for(options, verdict.program, directory),
                             {options.watchdog_seconds != 0, [&] { graphs.show_new(); }});
  const ChildResult& result = recorded.result;
  if (result.exec_error) {
    directory.discard_if_empty();
    complain("cannot run '" + verdict.program + "': " + std::strerror(result.exec_error));
    return result.exec_error == ENOENT ? kNotFound : kNotExecutable;
  }
  graphs.show_rest();
  if (options.calibrate && directory.process_count() != 0) {
    after = run_timed(verdict.program, options, {}, nothing);
    write_calibration(directory, recorded, before, after);
  }
  tell_result(directory);
  return result.exit_code;
}

} // namespace

int main(int argc, char** argv) {
  Options options;
  if (std::optional<int> done = parse(argc, argv, options))
    return *done;
  try {
    return record(options);
  } catch (const std::exception& error) {
    complain(error.what());
    return kUsageError;
  }
}
