// paraudit-facts: the first phase of a check on its own, for one shard of a program; `paraudit link` does the rest.

#include "checker/tool/compile_database.h"
#include "checker/tool/run.h"
#include "checker/tool/shards.h"
#include "checker/tool/text_output.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdio>
#include <exception>
#include <thread>

namespace {

using namespace paraudit;
using namespace paraudit::tool;

constexpr const char* kDescription =
    "Extracts facts of the units of a compilation database, or of one shard of them, into a directory.";

constexpr const char* kFooter = R"(
Examples:
  paraudit facts -p build -o facts                 all units; then: paraudit link facts
  paraudit facts -p build --shard 3/16 -o facts    the third of sixteen shards, on this machine
  paraudit link facts                              findings of all that the shards extracted

Facts that are there already and hold are not made again. Shards may write into one directory or into several.
Exit status: 0 all units were extracted, 2 usage or tool error, 3 a unit failed (the others are there).)";

enum ExitCode { kDone = 0, kUsage = 2, kUnitFailed = 3 };

int fail(const std::string& message) {
  std::fprintf(stderr, "paraudit-facts: error: %s\n", message.c_str());
  return kUsage;
}

struct Arguments {
  Options options;
  std::string shard = "1/1";
  std::string directory;
};

void add_options(CLI::App& app, Arguments& arguments) {
  Options& options = arguments.options;
  options.jobs = std::max(1u, std::thread::hardware_concurrency());
  app.add_option("FILE", options.files, "Only units at or below these paths; with `-- FLAGS`, the units themselves");
  app.add_option("-p,--build-path", options.database, "Build directory with compile_commands.json, or that file")
      ->type_name("DIR|FILE");
  app.add_option("-o,--output", arguments.directory, "Directory for the facts; made where it is missing")
      ->type_name("DIR")
      ->required();
  app.add_option("--shard", arguments.shard, "Which part of the units: I/N is the I-th of N")->type_name("I/N");
  app.add_option("--extra-arg", options.extra_args, "Flag to append to every compile command")
      ->type_name("FLAG")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("-j,--jobs", options.jobs, "Units analysed at a time; default: one per core")
      ->check(CLI::Range(1u, 1024u))
      ->type_name("N");
  app.add_flag("!--no-shared-headers", options.share_headers, "Parse each unit by itself: slower, the same facts");
  add_limit_options(app, options);
  app.add_flag("--quiet", options.quiet, "Print failures only");
}

std::optional<ShardNumber> parse_shard(const std::string& text) {
  std::size_t index = 0, of = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, index);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '/') {
    return std::nullopt;
  }
  const auto second = std::from_chars(first.ptr + 1, end, of);
  const bool is_valid = second.ec == std::errc() && second.ptr == end && index >= 1 && index <= of;
  return is_valid ? std::optional(ShardNumber{index - 1, of}) : std::nullopt;
}

int extract(const Arguments& arguments, ShardNumber shard) {
  Options options = arguments.options;
  Report report;
  facts::Result<Commands> commands = load_commands(options, report.left_out);
  if (!commands) {
    return fail(commands.error());
  }
  const auto [first, last] = shard_range(commands->size(), shard);
  const Commands own(commands->begin() + static_cast<std::ptrdiff_t>(first),
                     commands->begin() + static_cast<std::ptrdiff_t>(last));
  options.cache_directory = arguments.directory;
  options.keep_parts = true;
  report.root = root_directory(options);
  Plan plan(options);
  if (std::string error = make_plan(*commands, plan); !error.empty()) {
    return fail(error);
  }
  facts::Result<std::vector<facts::TuFacts>> units = extract_units(own, options, plan.extraction, report);
  if (!units) {
    return fail(units.error());
  }
  if (report.cache_failed) {
    return fail("cannot write facts into '" + arguments.directory + "'; check its permissions and the free space");
  }
  std::fputs(text_failures(report).c_str(), stderr);
  if (std::string error = write_shard(arguments.directory, *commands, shard, report); !error.empty()) {
    return fail(error);
  }
  if (!options.quiet) {
    std::fprintf(stderr, "Facts of %zu of %zu units in '%s'; %zu were there already.\n",
                 own.size() - report.failed.size(), own.size(), arguments.directory.c_str(), report.cached);
  }
  return report.failed.empty() ? kDone : kUnitFailed;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app(kDescription, "paraudit-facts");
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("paraudit-facts ") + PARAUDIT_VERSION);
  Arguments arguments;
  add_options(app, arguments);
  std::vector<std::string> own;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--") {
      arguments.options.flags.emplace(argv + i + 1, argv + argc);
      break;
    }
    own.emplace_back(argv[i]);
  }
  try {
    std::vector<std::string> reversed(own.rbegin(), own.rend());
    app.parse(reversed);
    std::optional<ShardNumber> shard = parse_shard(arguments.shard);
    return shard ? extract(arguments, *shard)
                 : fail("--shard='" + arguments.shard + "' is not of the form I/N with 1 <= I <= N");
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return kDone;
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
