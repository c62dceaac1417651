#include "reports/analysis/site_join.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "reports/analysis/declarations.h"
#include "reports/analysis/lock_wrappers.h"

namespace paraudit::reports {
namespace {

constexpr int kMaxFrames = 64; // a damaged trace may link sites in a circle

std::vector<const char*> column_keys(std::uint8_t kind) {
  switch (kind) {
  case PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG:
    return {"source_location"};
  case PARAUDIT_COLUMN_DEBUG_CLANG:
    return {"debug"};
  case PARAUDIT_COLUMN_SOURCE_LOCATION_GCC:
  case PARAUDIT_COLUMN_DEBUG_GCC:
    return {"gcc"};
  default:
    return {};
  }
}

std::string last_name(const std::string& name) {
  std::size_t colons = name.rfind("::");
  return colons == std::string::npos ? name : name.substr(colons + 2);
}

std::string hex(std::uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Shows a return address without a source line: by its offset in its module, which is the same in every run.
void place_by_address(const ProcessTrace& trace, std::uint64_t address, JoinedSite& joined) {
  const TraceModule* module = module_of(trace, address);
  if (!module || module->path.empty()) {
    joined.place.file = hex(address);
    return;
  }
  joined.place.file = file_name(module->path) + "+" + hex(address - 1 - module->bias);
  joined.outside = true;
}

// Functions that only pass a lock on, for frames without a file.
bool is_wrapper(const std::string& function) {
  static constexpr const char* kPrefixes[] = {"std::", "__gthread", "pthread_", "__pthread", "__gnu_cxx::"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](const char* prefix) { return function.rfind(prefix, 0) == 0; });
}

} // namespace

SiteJoin::SiteJoin(const Findings& findings, const PathMap& paths) : paths_(paths) {
  for (std::size_t i = 0; i < findings.locks.size(); ++i) {
    const StaticLock& lock = findings.locks[i];
    by_name_.emplace(lock.id, i);
    by_name_.emplace(lock.name, i);
    by_last_name_[last_name(lock.name)].push_back(i);
    for (const StaticAcquisition& acquisition : lock.acquisitions)
      by_line_[{acquisition.file, acquisition.line}].push_back({i, &acquisition});
  }
}

std::optional<std::size_t> SiteJoin::lock_by_name(const std::string& name) const {
  if (name.empty())
    return std::nullopt;
  if (auto it = by_name_.find(name); it != by_name_.end())
    return it->second;
  auto it = by_last_name_.find(last_name(name));
  if (it == by_last_name_.end())
    return std::nullopt;
  std::optional<std::size_t> found;
  for (const auto& [known, index] : by_name_) {
    bool tail = known.size() > name.size() + 2 && known.compare(known.size() - name.size(), name.size(), name) == 0 &&
                known.compare(known.size() - name.size() - 2, 2, "::") == 0;
    if (tail && found && *found != index)
      return std::nullopt;
    if (tail)
      found = index;
  }
  return found;
}

std::vector<SiteJoin::Frame> SiteJoin::frames_of(const ProcessTrace& trace, const Symbolized& symbolized,
                                                 std::uint32_t site_id) const {
  std::vector<Frame> frames;
  std::set<std::uint32_t> visited;
  std::vector<std::uint32_t> pending{site_id};
  while (!pending.empty() && frames.size() < kMaxFrames) {
    auto it = trace.sites.find(pending.back());
    pending.pop_back();
    if (it == trace.sites.end() || !visited.insert(it->first).second)
      continue;
    const TraceSite& site = it->second;
    auto addresses = symbolized.frames.find(site.address);
    if (!site.file.empty())
      frames.push_back(
          {paths_.canonical(site.file), site.function, site.line, site.column, column_keys(site.column_kind)});
    else if (addresses != symbolized.frames.end())
      for (const SourceFrame& frame : addresses->second)
        frames.push_back({paths_.canonical(frame.file), frame.function, frame.line, frame.column, {"debug", "gcc"}});
    pending.push_back(site.caller); // after everything that the site was inlined into
    pending.push_back(site.inlined_at);
  }
  return frames;
}

std::vector<SiteJoin::Candidate> SiteJoin::candidates(const Frame& frame) const {
  auto it = by_line_.find({frame.file, frame.line});
  if (it == by_line_.end())
    return {};
  std::vector<Candidate> exact;
  for (const Candidate& candidate : it->second)
    for (const char* key : frame.column_keys) {
      auto column = candidate.acquisition->columns.find(key);
      if (column != candidate.acquisition->columns.end() && column->second == frame.column) {
        exact.push_back(candidate);
        break;
      }
    }
  return exact.empty() ? it->second : exact;
}

// The locks that may be acquired at the frame. With inner frames: only those that are acquired there by way of one of
// them.
std::set<std::size_t> SiteJoin::locks_at(const Frame& frame, const std::vector<Frame>& inner) const {
  std::set<std::size_t> locks;
  for (const Candidate& candidate : candidates(frame)) {
    const Place& via = candidate.acquisition->via;
    bool passes = inner.empty() || std::any_of(inner.begin(), inner.end(), [&](const Frame& other) {
                    return other.file == via.file && other.line == via.line;
                  });
    if (passes)
      locks.insert(candidate.lock);
  }
  return locks;
}

// Where nothing better is known: the innermost frame that does more than to pass a lock operation on.
const SiteJoin::Frame* SiteJoin::outside_wrappers(const std::vector<Frame>& frames) {
  for (const Frame& frame : frames)
    if (!is_lock_wrapper(frame.function))
      return &frame;
  return frames.empty() ? nullptr : &frames.front();
}

JoinedSite SiteJoin::join(const ProcessTrace& trace, const Symbolized& symbolized, std::uint32_t site_id) const {
  std::vector<Frame> frames, inner;
  for (const Frame& frame : frames_of(trace, symbolized, site_id))
    if (frame.file.empty() ? !is_wrapper(frame.function) : !is_system_path(frame.file))
      frames.push_back(frame);
  std::set<std::size_t> locks;
  const Frame *shown = outside_wrappers(frames), *decisive = nullptr;
  for (const Frame& frame : frames) {
    std::set<std::size_t> here = locks_at(frame, inner), both;
    std::set_intersection(here.begin(), here.end(), locks.begin(), locks.end(), std::inserter(both, both.end()));
    bool first = locks.empty() && !here.empty();
    if (first || !both.empty()) {
      locks = first ? here : both;
      inner.push_back(frame);
      decisive = &frame;
    }
    if (locks.size() == 1)
      break;
  }
  if (locks.size() == 1)
    shown = decisive;
  JoinedSite joined;
  if (shown)
    joined.place = {shown->file, shown->line, plain_function(shown->function)};
  if (auto it = trace.sites.find(site_id); joined.place.file.empty() && it != trace.sites.end() && it->second.address)
    place_by_address(trace, it->second.address, joined);
  if (locks.size() == 1)
    joined.lock = *locks.begin();
  else if (!locks.empty())
    joined.reason = std::to_string(locks.size()) + " locks are acquired on this line";
  else
    joined.reason = joined.outside   ? "its module has no line information"
                    : frames.empty() ? "no source place was recorded"
                                     : "the findings have no acquisition here";
  return joined;
}

} // namespace paraudit::reports
