#include "minicompiler/driver/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <thread>

namespace minirc::driver {

bool Options::emits(const std::string& kind) const {
  return std::find(emit.begin(), emit.end(), kind) != emit.end();
}

namespace {

constexpr const char* kDescription = "minirc compiles a subset of Rust 2021 to executables, in parallel.\n"
                                     "\n"
                                     "Examples:\n"
                                     "  minirc hello.rs                          an executable `hello`\n"
                                     "  minirc hello.rs -o out -O2 -Z threads=4  optimised, on four threads\n"
                                     "  minirc lib.rs --crate-type lib --emit metadata   check only\n"
                                     "  minirc hello.rs --emit llvm-ir -o -      LLVM IR to standard output";

constexpr const char* kFooter =
    "Codegen options (-C):\n"
    "  opt-level=0..3         as -O0 to -O3 (default 0)\n"
    "  codegen-units=N        compile in N parallel units (default 16; the output depends on N, never on threads)\n"
    "  debug-assertions[=B]   run debug_assert! and its kin (default: only with -O0)\n"
    "  overflow-checks[=B]    panic when integers overflow (default: as debug-assertions)\n"
    "Compiler options (-Z):\n"
    "  threads=N              threads of the compiler (default 1, without synchronisation; 0: all cores)\n"
    "  shards=N               shards of caches and interners, a power of two up to 64 (default 32)\n"
    "  query-cache=KIND       sharded (default), or dense: an array that is read without a lock\n"
    "  interner=KIND          sharded (default), or global-lock: one lock for every look-up\n"
    "  arena=KIND             worker (default), or shared: one arena behind a lock";

// What CLI11 does not know: -O2 is a flag with its value attached, -O alone is -O3, as rustc has it.
std::vector<std::string> normalise(int argc, char** argv) {
  std::vector<std::string> args;
  for (int i = 1; i < argc; i++) {
    std::string arg = argv[i];
    if (arg == "-O")
      arg = "--opt-level=3";
    else if (arg.size() == 3 && arg.starts_with("-O"))
      arg = "--opt-level=" + arg.substr(2);
    args.push_back(arg);
  }
  std::reverse(args.begin(), args.end()); // the order CLI11 wants
  return args;
}

struct Raw {
  std::vector<std::string> c, z;
  std::vector<std::string> emit;
  std::string crate_type = "bin", error_format = "human", opt_level;
};

[[noreturn]] void reject(const std::string& message) {
  throw CLI::ValidationError(message, 1);
}

unsigned number(const std::string& option, const std::string& text, unsigned lowest, unsigned highest) {
  unsigned value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < lowest || value > highest)
    reject("incorrect value `" + text + "` for " + option + ": a number from " + std::to_string(lowest) + " to " +
           std::to_string(highest) + " was expected");
  return value;
}

bool boolean(const std::string& option, const std::string& text) {
  for (const char* yes : {"", "y", "yes", "on", "true"})
    if (text == yes)
      return true;
  for (const char* no : {"n", "no", "off", "false"})
    if (text == no)
      return false;
  reject("incorrect value `" + text + "` for " + option +
         ": one of `y`, `yes`, `on`, `true`, `n`, `no`, `off` or `false` was expected");
}

// Whether the value is the second of the two that there are.
bool second_of(const std::string& option, const std::string& text, const char* first, const char* second) {
  if (text != first && text != second)
    reject("incorrect value `" + text + "` for " + option + ": `" + first + "` or `" + second + "` was expected");
  return text == second;
}

std::pair<std::string, std::string> split(const std::string& setting) {
  std::size_t at = setting.find('=');
  return at == std::string::npos ? std::pair(setting, std::string())
                                 : std::pair(setting.substr(0, at), setting.substr(at + 1));
}

// What was given, since the defaults depend on one another.
struct Given {
  std::optional<bool> overflow_checks, debug_assertions;
  bool units = false;
};

void apply_codegen(const std::vector<std::string>& settings, Options& options, Given& given) {
  for (const std::string& setting : settings) {
    auto [name, value] = split(setting);
    if (name == "opt-level") {
      options.opt_level = number("-C opt-level", value, 0, 3);
    } else if (name == "codegen-units") {
      options.codegen_units = number("-C codegen-units", value, 1, 65536);
      given.units = true;
    } else if (name == "overflow-checks") {
      given.overflow_checks = boolean("-C overflow-checks", value);
    } else if (name == "debug-assertions") {
      given.debug_assertions = boolean("-C debug-assertions", value);
    } else {
      reject("unknown codegen option: `" + name + "`");
    }
  }
}

void apply_unstable(const std::vector<std::string>& settings, Options& options) {
  for (const std::string& setting : settings) {
    auto [name, value] = split(setting);
    if (name == "threads") {
      options.threads = number("-Z threads", value, 0, 250);
      if (options.threads == 0)
        options.threads = std::max(1u, std::thread::hardware_concurrency());
#if defined(PARAUDIT_SERIAL)
      options.threads = 1; // a serial build has one; the output never depends on the number
#endif
    } else if (name == "shards") {
      options.shards = number("-Z shards", value, 1, 64);
      if ((options.shards & (options.shards - 1)) != 0)
        reject("incorrect value `" + value + "` for -Z shards: a power of two was expected");
    } else if (name == "query-cache") {
      options.dense_query_cache = second_of("-Z query-cache", value, "sharded", "dense");
    } else if (name == "interner") {
      options.global_interner_lock = second_of("-Z interner", value, "sharded", "global-lock");
    } else if (name == "arena") {
      options.shared_arena = second_of("-Z arena", value, "worker", "shared");
    } else {
      reject("unknown unstable option: `" + name + "`");
    }
  }
}

std::string crate_name_of(const std::string& input) {
  std::string stem = std::filesystem::path(input).stem().string();
  std::replace(stem.begin(), stem.end(), '-', '_');
  return stem.empty() ? "rust_out" : stem;
}

void finish(const Raw& raw, Options& options) {
  Given given;
  if (!raw.opt_level.empty())
    options.opt_level = number("-O", raw.opt_level, 0, 3);
  apply_codegen(raw.c, options, given);
  apply_unstable(raw.z, options);
  options.debug_assertions = given.debug_assertions.value_or(options.opt_level == 0);
  options.overflow_checks = given.overflow_checks.value_or(options.debug_assertions);
  options.is_bin = raw.crate_type == "bin";
  options.emit = raw.emit.empty() ? std::vector<std::string>{options.is_bin ? "link" : "metadata"} : raw.emit;
  // One file is wanted, so one unit; as rustc does.
  if (!given.units && (options.emits("obj") || options.emits("llvm-ir")) && !options.emits("link"))
    options.codegen_units = 1;
  if (!options.is_bin && options.emits("link"))
    reject("--emit link needs --crate-type bin: minirc makes no library files; use --emit obj");
  if (options.crate_name.empty())
    options.crate_name = crate_name_of(options.input);
  if (raw.error_format == "json")
    options.error_format = ErrorFormat::kJson;
  else if (raw.error_format == "short")
    options.error_format = ErrorFormat::kShort;
}

} // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  Raw raw;
  CLI::App app(kDescription, "minirc");
  app.footer(kFooter);
  app.add_option("INPUT", options.input, "The crate's root file")->required();
  app.add_option("-o", options.output, "Where to write the output; `-` is standard output for text");
  app.add_option("--crate-name", options.crate_name, "The crate's name (default: from INPUT)");
  app.add_option("--crate-type", raw.crate_type, "bin or lib")->check(CLI::IsMember({"bin", "lib"}));
  app.add_option("--emit", raw.emit, "What to make: link, obj, llvm-ir, mir, metadata (check only); comma-separated")
      ->delimiter(',')
      ->take_all()
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"link", "obj", "llvm-ir", "mir", "metadata"}));
  app.add_option("--opt-level", raw.opt_level, "Optimisation, 0 to 3; -O0 to -O3 for short")->type_name("LEVEL");
  app.add_option("-C", raw.c, "Codegen option, NAME[=VALUE]")->take_all()->allow_extra_args(false);
  app.add_option("-Z", raw.z, "Compiler option, NAME[=VALUE]")->take_all()->allow_extra_args(false);
  app.add_option("--error-format", raw.error_format, "human, json or short")
      ->check(CLI::IsMember({"human", "json", "short"}));
  std::string edition;
  app.add_option("--edition", edition, "2021, the only one")->check(CLI::IsMember({"2021"}));
  app.set_version_flag("--version,-V", "minirc 0.1.0");
  try {
    app.parse(normalise(argc, argv));
    finish(raw, options);
    return options;
  } catch (const CLI::Success& done) {
    exit_code = app.exit(done);
  } catch (const CLI::Error& error) {
    std::cerr << "error: " << error.what() << "\nRun minirc --help for the options.\n";
    exit_code = 1;
  }
  return std::nullopt;
}

} // namespace minirc::driver
