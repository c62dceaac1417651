// paraudit-trace: `dump` prints everything that a trace holds, `compact` makes it smaller, `waits` prints how a hung
// process stood.

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/dump/trace_dump.h"
#include "reports/dump/wait_graphs.h"
#include "reports/reader/packed_file.h"
#include "reports/reader/trace_reader.h"

namespace {

using namespace paraudit::reports;

constexpr int kExitError = 2;

constexpr const char* kFooter = R"(Examples:
  paraudit trace dump paraudit-trace | less
  paraudit trace dump paraudit-trace/minirc-4711 | grep ^chain
  paraudit trace dump paraudit-trace --format json | jq '.records[] | select(.record == "wait")'
  paraudit trace compact paraudit-trace
  paraudit trace waits paraudit-trace/minirc-4711

What the records mean: runtime/abi/TRACE.md.
Exit status: 0, or 2 for bad usage or a trace that cannot be read.
)";

void dump_text(const TraceSet& set) {
  for (const ProcessTrace& trace : set.processes)
    visit_trace(trace, [](std::string_view name, const nlohmann::ordered_json& fields) {
      write_text(name, fields, std::cout);
    });
}

// One document, one record a line; never whole in memory.
void dump_json(const TraceSet& set) {
  std::cout << R"({"schema": "paraudit.trace-dump", "schema_version": "1.0", "records": [)";
  const char* separator = "\n";
  for (const ProcessTrace& trace : set.processes)
    visit_trace(trace, [&](std::string_view name, const nlohmann::ordered_json& fields) {
      nlohmann::ordered_json record = {{"record", name}};
      record.update(fields);
      std::cout << separator << record.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
      separator = ",\n";
    });
  std::cout << "\n]}\n";
}

int dump(const std::string& directory, const std::string& format) {
  TraceSet set;
  read_traces(directory, set);
  for (const std::string& empty : set.empty)
    std::cerr << "paraudit-trace: " << empty << ": the process died before its first record\n";
  std::ios::sync_with_stdio(false);
  format == "json" ? dump_json(set) : dump_text(set);
  std::cout.flush();
  if (std::cout)
    return 0;
  std::cerr << "paraudit-trace: standard output: cannot write\n";
  return kExitError;
}

// Replaces the file by its packed form; says by how many bytes it shrank.
std::uint64_t compact_file(const std::filesystem::path& path) {
  MappedFile raw(path.string());
  if (raw.size() == 0 || is_packed(raw))
    return 0;
  std::string packed = pack(raw);
  std::filesystem::path temporary = path.parent_path() / ("compact-" + path.filename().string());
  std::ofstream out(temporary, std::ios::binary);
  out.write(packed.data(), static_cast<std::streamsize>(packed.size()));
  out.close();
  if (!out) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw InputError(temporary.string(), "cannot write; the trace is as it was");
  }
  std::filesystem::rename(temporary, path);
  return packed.size();
}

// A process that still runs writes into the files that would be replaced.
bool still_runs(const ProcessTrace& trace) {
  return !trace.ended && kill(static_cast<pid_t>(trace.pid), 0) == 0;
}

int compact(const std::string& directory) {
  TraceSet set;
  read_traces(directory, set); // validates all of it first
  std::uint64_t records = 0, bytes = 0, files = 0;
  for (const ProcessTrace& trace : set.processes) {
    if (still_runs(trace)) {
      std::cerr << "paraudit-trace: " << trace.directory << ": process " << trace.pid << " still runs; left as it is\n";
      continue;
    }
    for (const ThreadTrace& thread : trace.threads) {
      bytes += compact_file(std::filesystem::path(trace.directory) / ("thread-" + std::to_string(thread.index())));
      records += thread.record_count();
      ++files;
    }
  }
  std::cout << files << " thread files, " << records << " records, " << bytes << " bytes written\n";
  return 0;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    throw InputError(path.string(), "cannot be read");
  return text;
}

// `path`: of a trace, or of one graph in it.
int print_waits(const std::filesystem::path& path) {
  bool is_graph = std::filesystem::is_regular_file(path);
  TraceSet set;
  read_traces((is_graph ? std::filesystem::absolute(path).parent_path() : path).string(), set);
  std::size_t printed = 0;
  for (const ProcessTrace& trace : set.processes) {
    std::vector<std::string> notes;
    for (const auto& file : is_graph ? std::vector{path} : wait_graphs_in(trace.directory)) {
      std::cout << with_source_lines(content_of(file), trace, notes);
      ++printed;
    }
    for (const std::string& note : std::set(notes.begin(), notes.end()))
      std::cerr << "paraudit-trace: " << note << "\n";
  }
  if (printed == 0)
    std::cerr << "paraudit-trace: " << path.string()
              << ": no wait-for graph was written; see 'paraudit record --watchdog', or send a hung process SIGUSR1\n";
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("Prints or compacts recorded traces, and shows how hung processes stood.", "paraudit trace");
  std::string directory, format = "text";
  app.set_version_flag("--version", "paraudit-trace " PARAUDIT_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  CLI::App* dump_command = app.add_subcommand("dump", "Print everything that a trace holds, one record a line");
  dump_command->add_option("TRACE_DIR", directory, "One process's directory, or a directory of several")->required();
  dump_command->add_option("--format", format, "text (default) or json")->check(CLI::IsMember({"text", "json"}));
  CLI::App* compact_command = app.add_subcommand("compact", "Make a trace smaller; every tool reads it as before");
  compact_command->add_option("TRACE_DIR", directory, "One process's directory, or a directory of several")->required();
  CLI::App* waits_command = app.add_subcommand(
      "waits", "Print the wait-for graphs and lock-order cycles that were written, with source lines");
  waits_command->add_option("TRACE_DIR", directory, "A process's directory, one of several, or one waits-N.txt")
      ->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& told) { // --help, --version
    return app.exit(told);
  } catch (const CLI::ParseError& error) {
    std::cerr << "paraudit-trace: " << error.what() << "\nTry 'paraudit trace --help'.\n";
    return kExitError;
  }
  if (waits_command->parsed())
    return print_waits(directory);
  return compact_command->parsed() ? compact(directory) : dump(directory, format);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "paraudit-trace: out of memory\n";
  } catch (const std::exception& error) { // InputError: names the file and the place
    std::cerr << "paraudit-trace: " << error.what() << "\n";
  }
  return kExitError;
}
