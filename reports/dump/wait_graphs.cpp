#include "reports/dump/wait_graphs.h"

#include <algorithm>
#include <charconv>

#include "reports/reader/symbolizer.h"

namespace paraudit::reports {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOffset = "+0x";

// A place in the text that names a module and an offset.
struct Place {
  std::size_t begin, end;
  std::uint64_t address; // in the process: a return address
};

// The module whose path ends the text; of several the longest path.
const TraceModule* module_before(std::string_view text, const ProcessTrace& trace) {
  const TraceModule* found = nullptr;
  for (const TraceModule& module : trace.modules)
    if (!module.path.empty() && text.ends_with(module.path) && (!found || module.path.size() > found->path.size()))
      found = &module;
  return found;
}

std::vector<Place> places_in(std::string_view text, const ProcessTrace& trace) {
  std::vector<Place> places;
  for (std::size_t at = text.find(kOffset); at != std::string_view::npos; at = text.find(kOffset, at + 1)) {
    std::uint64_t offset = 0;
    const char* digits = text.data() + at + kOffset.size();
    auto [end, error] = std::from_chars(digits, text.data() + text.size(), offset, 16);
    const TraceModule* module = error == std::errc() ? module_before(text.substr(0, at), trace) : nullptr;
    if (module)
      places.push_back({at - module->path.size(), static_cast<std::size_t>(end - text.data()), offset + module->bias});
  }
  return places;
}

bool in_system_header(const SourceFrame& frame) {
  return frame.file.starts_with("/usr/");
}

// Empty where there is no line.
std::string shown(const std::vector<SourceFrame>& frames) {
  auto frame = std::find_if_not(frames.begin(), frames.end(), in_system_header);
  if (frame == frames.end())
    frame = frames.begin();
  if (frame == frames.end() || frame->file.empty() || frame->line == 0)
    return {};
  return frame->file + ":" + std::to_string(frame->line) + (frame->function.empty() ? "" : " in " + frame->function);
}

// "waits-12.txt" stands at 12, "cycle.txt" behind all; 0: neither.
std::uint64_t rank_of(const std::string& name) {
  if (name == "cycle.txt")
    return ~std::uint64_t{0};
  std::uint64_t number = 0;
  if (name.starts_with("waits-") && name.ends_with(".txt"))
    std::from_chars(name.data() + 6, name.data() + name.size() - 4, number);
  return number;
}

} // namespace

std::vector<fs::path> wait_graphs_in(const fs::path& process_directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(process_directory))
    if (rank_of(entry.path().filename().string()) != 0)
      files.push_back(entry.path());
  std::ranges::sort(files, {}, [](const fs::path& path) { return rank_of(path.filename().string()); });
  return files;
}

std::string with_source_lines(const std::string& text, const ProcessTrace& trace, std::vector<std::string>& notes) {
  std::vector<Place> places = places_in(text, trace);
  ProcessTrace named; // all that the symbolizer looks at, with these places for sites
  named.modules = trace.modules;
  for (const Place& place : places) {
    auto id = static_cast<std::uint32_t>(named.sites.size() + 1);
    named.sites[id].address = place.address;
  }
  Symbolized symbols = symbolize(named);
  notes.insert(notes.end(), symbols.notes.begin(), symbols.notes.end());
  std::string result;
  std::size_t done = 0;
  for (const Place& place : places) {
    auto frames = symbols.frames.find(place.address);
    std::string line = frames == symbols.frames.end() ? "" : shown(frames->second);
    result.append(text, done, place.begin - done);
    result += line.empty() ? text.substr(place.begin, place.end - place.begin) : line;
    done = place.end;
  }
  return result.append(text, done);
}

} // namespace paraudit::reports
