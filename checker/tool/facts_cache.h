// Facts of units that an earlier run extracted, in a directory that runs share.
//
// DIR/units/KEY says what a unit was made of (its command's key) and which facts came out, in one part or several;
// DIR/facts/HASH.facts holds them, named by their content. A unit is found when its command, the tool and the front end
// are the same, every file it read has the same content, every path that was not there still is not, and every
// directory that was listed has the same entries. Whatever is missing, damaged or from another version is as if it had
// never been: the unit is extracted again. Thread-safety: one object per process; processes may share a directory
// (write aside, rename). Cost of a hit: each input is read and hashed once a run, whatever the number of units. Limits:
// a file that changes while its unit is extracted is not stored; environment variables other than those that add
// include paths are not looked at. Errors: store() says why nothing was kept; a run goes on without.
#ifndef PARAUDIT_CHECKER_TOOL_FACTS_CACHE_H
#define PARAUDIT_CHECKER_TOOL_FACTS_CACHE_H

#include "checker/analysis/extract.h"
#include "checker/facts/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace paraudit::tool {

class FactsCache {
 public:
  // Makes the directory where it is missing. `tool` tells versions of this program apart; see tool_identity().
  static facts::Result<FactsCache> open(const std::string& directory, const std::string& tool);

  std::string key(const analysis::CompileCommand& command, const analysis::ExtractOptions& options) const;
  // The names of a unit's parts, which load() takes.
  std::optional<std::vector<std::string>> find(const std::string& key);
  std::optional<facts::TuFacts> load(const std::string& part) const;
  // "" or why it could not be written. The parts are as facts::encode() has them. Inputs that changed after the cache
  // was opened are perhaps not what the extraction read: nothing is stored then.
  std::string store(const std::string& key, const analysis::Inputs& inputs, const std::vector<std::string>& parts);
  // The parts alone, whatever their inputs did meanwhile. "" or why they could not be written.
  std::string keep(const std::vector<std::string>& parts);
  // Deletes what was not used for longest until the rest takes at most `bytes`.
  void prune(std::uint64_t bytes) const;

 private:
  FactsCache(std::filesystem::path directory, std::string tool)
      : directory_(std::move(directory)), tool_(std::move(tool)), opened_(std::chrono::system_clock::now()) {}

  std::filesystem::path unit_path(const std::string& key) const { return directory_ / "units" / key; }
  std::filesystem::path facts_path(const std::string& hash) const { return directory_ / "facts" / (hash + ".facts"); }
  bool holds(char kind, const std::string& hash, const std::string& path);
  const std::string& hash_of_file(const std::string& path);
  const std::string& hash_of_listing(const std::string& path);
  bool is_absent(const std::string& path);

  std::filesystem::path directory_;
  std::string tool_;
  std::chrono::system_clock::time_point opened_;
  std::unordered_map<std::string, std::string> files_, listings_; // path -> hash; "" where it cannot be read
  std::unordered_map<std::string, bool> absent_;
  std::unordered_set<std::string> written_; // parts
};

// Of this program as it runs (a hash of its executable) and of its front end.
std::string tool_identity();

} // namespace paraudit::tool

#endif
