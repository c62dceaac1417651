// Which configuration holds where: `--config`, `--config-file`, or the nearest `.paraudit.yaml` in a file's directory
// or above, joined with the one above it where it says `InheritParentConfig: true`; the command line on top.
//
// A run is about a whole program. What names its inputs and models (ParallelEntries, Types, Calls, CheckOptions,
// filters, ExtraArgs) is taken from the configuration of the directory that all units share; Checks, WarningsAsErrors
// and Severities from that of the file a finding is in. Thread-safety: none; answers are kept. Errors: as
// parse_config().
#ifndef PARAUDIT_CHECKER_TOOL_CONFIG_TREE_H
#define PARAUDIT_CHECKER_TOOL_CONFIG_TREE_H

#include "checker/tool/config.h"
#include "checker/tool/options.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace paraudit::tool {

class ConfigTree {
 public:
  explicit ConfigTree(const Options& options) : options_(options) {}

  // For the files of a directory (absolute). The reference stays valid.
  facts::Result<const Config*> for_directory(const std::string& directory);
  facts::Result<const Config*> for_file(const std::string& path);

  // The configuration files that answers came from.
  const std::set<std::string>& sources() const { return sources_; }

 private:
  facts::Result<Config> find(const std::string& directory);
  facts::Result<Config> joined(const std::string& above, const Config& own);
  facts::Result<Config> found_above(const std::string& directory);
  Config with_command_line(Config config) const;

  const Options& options_;
  std::map<std::string, Config> by_directory_;
  std::set<std::string> sources_;
};

// The deepest directory that holds all the files; "/" for none.
std::string common_directory(const std::vector<std::string>& files);

} // namespace paraudit::tool

#endif
