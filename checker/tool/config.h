// `.paraudit.yaml`: what a project says about how it is to be checked, with clang-tidy's keys where it has them.
//
// Thread-safety: value types and pure functions. Errors: `FILE:LINE:COLUMN: what is wrong; what to do`.
#ifndef PARAUDIT_CHECKER_TOOL_CONFIG_H
#define PARAUDIT_CHECKER_TOOL_CONFIG_H

#include "checker/checks/check.h"
#include "checker/facts/result.h"
#include "checker/models/user_models.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::tool {

inline constexpr const char* kConfigName = ".paraudit.yaml";

struct Config {
  struct TypeRow {
    std::string name;
    std::string role;
    std::string kind; // "" for the role's own
  };
  struct CallRow {
    std::string name;
    std::string effect;
    std::uint32_t argument = 0; // models::kReceiver: the object that the method is called on
  };

  bool inherits = false; // the configuration above counts too
  // These hold for the file that a finding is in.
  std::string checks;
  std::string warnings_as_errors;
  std::map<std::string, checks::Severity> severities;
  // These hold for a run.
  std::optional<std::string> header_filter;
  std::optional<std::string> exclude_header_filter;
  std::optional<bool> use_color;
  std::vector<std::string> extra_args;
  std::vector<std::string> extra_args_before;
  std::vector<std::string> parallel_entries;
  std::map<std::string, std::string> check_options; // "check.Option" -> value
  std::vector<TypeRow> types;
  std::vector<CallRow> calls;
};

// `origin` is how errors name the text: a file's path.
facts::Result<Config> parse_config(const std::string& text, const std::string& origin);
facts::Result<Config> read_config(const std::string& path);

// What `child` says where `parent` holds as well: lists and globs are appended, the rest replaces.
Config merge(Config parent, const Config& child);

// As YAML that parse_config() reads back.
std::string dump_config(const Config& config);

models::Models make_models(const Config& config);

} // namespace paraudit::tool

#endif
