#include "reports/reader/symbolizer.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "reports/reader/build_id.h"
#include "reports/reader/child_process.h"

namespace paraudit::reports {
namespace {

constexpr std::chrono::seconds kLimit{120};
constexpr char kDebugPath[] = "/usr/lib/debug";

// Removes a trailing ":NUMBER" and returns the number; -1 when there is none.
std::int64_t take_number(std::string_view& text) {
  std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size())
    return -1;
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  auto [last, error] = std::from_chars(text.data() + colon + 1, end, value);
  bool unknown = text.substr(colon + 1) == "?";
  if (!unknown && (error != std::errc() || last != end))
    return -1;
  text.remove_suffix(text.size() - colon);
  return value;
}

// "file:line:column" (llvm-symbolizer) or "file:line", maybe with " (discriminator 3)" (addr2line).
SourceFrame parse_frame(const std::string& function, std::string_view place) {
  place = place.substr(0, place.find(" (discriminator"));
  SourceFrame frame;
  frame.function = function == "??" ? "" : function;
  std::int64_t last = take_number(place);
  std::int64_t before = last >= 0 ? take_number(place) : -1;
  frame.line = static_cast<std::uint32_t>(std::max<std::int64_t>(before >= 0 ? before : last, 0));
  frame.column = static_cast<std::uint32_t>(before >= 0 ? last : 0);
  frame.file = place == "??" || place == "?" ? "" : std::string(place);
  return frame;
}

struct ModuleAddresses {
  std::string path, build_id;
  std::map<std::uint64_t, std::vector<std::uint64_t>> by_file_address; // file address to the return addresses
};

std::map<std::string, ModuleAddresses> addresses_by_module(const ProcessTrace& trace, std::uint64_t& homeless) {
  std::map<std::string, ModuleAddresses> modules;
  for (const auto& [id, site] : trace.sites) {
    if (site.address == 0 || !site.file.empty())
      continue;
    const TraceModule* module = module_of(trace, site.address);
    if (!module || module->path.empty()) {
      ++homeless;
      continue;
    }
    ModuleAddresses& entry = modules[module->path];
    entry.path = module->path;
    entry.build_id = module->build_id;
    // The call is the instruction before the return address.
    entry.by_file_address[site.address - 1 - module->bias].push_back(site.address);
  }
  return modules;
}

std::string hex_lines(const ModuleAddresses& module) {
  std::string lines;
  char text[32];
  for (const auto& [address, sites] : module.by_file_address) {
    std::snprintf(text, sizeof text, "0x%llx\n", static_cast<unsigned long long>(address));
    lines += text;
  }
  return lines;
}

// What has the lines of the module that was recorded: its debug information where that lies apart, else itself. Empty,
// with a note, where neither is there any more.
std::string file_with_lines(const ModuleAddresses& module, Symbolized& result) {
  const char* directories = std::getenv("PARAUDIT_DEBUG_PATH");
  if (std::string apart = find_debug_file(module.build_id, directories ? directories : kDebugPath); !apart.empty())
    return apart;
  std::error_code error;
  bool exists = std::filesystem::exists(module.path, error);
  if (exists && !module.build_id.empty() && build_id_of_file(module.path) != module.build_id)
    result.rebuilt.push_back(module.path);
  if (exists && (module.build_id.empty() || build_id_of_file(module.path) == module.build_id))
    return module.path;
  result.notes.push_back(
      module.path + (exists ? ": was built again since the recording; its " : ": is gone since the recording; its ") +
      std::to_string(module.by_file_address.size()) +
      " sites keep addresses instead of lines (PARAUDIT_DEBUG_PATH names directories with "
      ".build-id/ of debug information)");
  return {};
}

void symbolize_module(const std::string& program, const ModuleAddresses& module, Symbolized& result) {
  std::string file = file_with_lines(module, result);
  if (file.empty())
    return;
  auto output = run_child({program, "-e", file, "-a", "-f", "-i", "-C"}, hex_lines(module), kLimit);
  if (!output) {
    result.notes.push_back(program + " failed on " + module.path + "; its sites keep addresses instead of lines");
    return;
  }
  for (auto& [address, frames] : parse_symbolizer_output(*output)) {
    auto it = module.by_file_address.find(address);
    if (it == module.by_file_address.end())
      continue;
    for (std::uint64_t site : it->second)
      result.frames[site] = frames;
  }
}

} // namespace

std::map<std::uint64_t, std::vector<SourceFrame>> parse_symbolizer_output(const std::string& output) {
  std::map<std::uint64_t, std::vector<SourceFrame>> result;
  std::vector<SourceFrame>* current = nullptr;
  std::istringstream lines(output);
  std::string line, place;
  while (std::getline(lines, line)) {
    if (line.rfind("0x", 0) == 0) {
      std::uint64_t address = 0;
      std::from_chars(line.data() + 2, line.data() + line.size(), address, 16);
      current = &result[address];
    } else if (!line.empty() && current && std::getline(lines, place)) {
      SourceFrame frame = parse_frame(line, place);
      if (!frame.file.empty() || !frame.function.empty())
        current->push_back(frame);
    }
  }
  return result;
}

const TraceModule* module_of(const ProcessTrace& trace, std::uint64_t return_address) {
  for (const TraceModule& module : trace.modules)
    if (return_address > module.begin && return_address <= module.end)
      return &module;
  return nullptr;
}

Symbolized symbolize(const ProcessTrace& trace) {
  Symbolized result;
  std::uint64_t homeless = 0;
  std::map<std::string, ModuleAddresses> modules = addresses_by_module(trace, homeless);
  if (homeless)
    result.notes.push_back(std::to_string(homeless) + " sites lie in no recorded module and stay addresses");
  if (modules.empty())
    return result;
  std::string program = find_program({"llvm-symbolizer-19", "llvm-symbolizer", "addr2line"});
  if (program.empty()) {
    result.notes.push_back("found neither llvm-symbolizer nor addr2line on PATH, so that sites stay addresses: install "
                           "llvm-19 or binutils and run the report again");
    return result;
  }
  for (const auto& [path, module] : modules)
    symbolize_module(program, module, result);
  return result;
}

} // namespace paraudit::reports
