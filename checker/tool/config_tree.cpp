#include "checker/tool/config_tree.h"

#include <algorithm>
#include <filesystem>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;

Config defaults() {
  Config config;
  config.checks = "*";
  return config;
}

} // namespace

// Checks of the command line take the place of the configuration's, or take away from them.
Config ConfigTree::with_command_line(Config config) const {
  Config line;
  if (options_.checks.starts_with('-')) {
    line.checks = options_.checks;
  } else if (!options_.checks.empty()) {
    config.checks = options_.checks;
  }
  line.warnings_as_errors = options_.warnings_as_errors;
  line.header_filter = options_.header_filter;
  line.exclude_header_filter = options_.exclude_header_filter;
  line.extra_args = options_.extra_args;
  line.extra_args_before = options_.extra_args_before;
  line.parallel_entries = options_.parallel_entries;
  return merge(std::move(config), line);
}

facts::Result<Config> ConfigTree::joined(const std::string& above, const Config& own) {
  facts::Result<Config> parent = found_above(above);
  return parent ? facts::Result<Config>(merge(*parent, own)) : parent;
}

facts::Result<Config> ConfigTree::find(const std::string& directory) {
  if (options_.config_text) {
    facts::Result<Config> own = parse_config(*options_.config_text, "--config");
    return own && own->inherits ? joined(directory, *own) : own;
  }
  if (!options_.config_file.empty()) {
    sources_.insert(options_.config_file);
    return read_config(options_.config_file);
  }
  return found_above(directory);
}

facts::Result<Config> ConfigTree::found_above(const std::string& directory) {
  std::error_code ignored;
  for (fs::path at = directory; !at.empty(); at = at.parent_path()) {
    fs::path file = at / kConfigName;
    if (fs::exists(file, ignored)) {
      sources_.insert(file.string());
      facts::Result<Config> own = read_config(file.string());
      if (!own || !own->inherits || at == at.parent_path()) {
        return own;
      }
      return joined(at.parent_path().string(), *own);
    }
    if (at == at.parent_path()) {
      break;
    }
  }
  return Config{};
}

facts::Result<const Config*> ConfigTree::for_directory(const std::string& directory) {
  auto known = by_directory_.find(directory);
  if (known == by_directory_.end()) {
    facts::Result<Config> config = find(directory);
    if (!config) {
      return facts::Error{config.error()};
    }
    // As in clang-tidy, globs that begin with an exclusion take away from everything; others say all there is.
    bool takes_away = config->checks.empty() || config->checks.starts_with('-');
    Config base = takes_away ? defaults() : Config{};
    known = by_directory_.emplace(directory, with_command_line(merge(base, *config))).first;
  }
  return &known->second;
}

facts::Result<const Config*> ConfigTree::for_file(const std::string& path) {
  return for_directory(fs::path(path).parent_path().string());
}

std::string common_directory(const std::vector<std::string>& files) {
  if (files.empty()) {
    return "/";
  }
  fs::path common = fs::path(files.front()).parent_path();
  for (const std::string& file : files) {
    fs::path directory = fs::path(file).parent_path();
    auto [end, ignored] = std::mismatch(common.begin(), common.end(), directory.begin(), directory.end());
    fs::path shared;
    for (auto part = common.begin(); part != end; ++part) {
      shared /= *part;
    }
    common = shared;
  }
  return common.string();
}

} // namespace paraudit::tool
