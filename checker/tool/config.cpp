#include "checker/tool/config.h"

namespace paraudit::tool {
namespace {

template <class Value> void append(std::vector<Value>& to, const std::vector<Value>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

template <class Value> void replace(std::optional<Value>& to, const std::optional<Value>& from) {
  if (from) {
    to = from;
  }
}

void append_globs(std::string& to, const std::string& from) {
  to += (to.empty() || from.empty() ? "" : ",") + from;
}

template <class Map> void overwrite(Map& to, const Map& from) {
  for (const auto& [key, value] : from) {
    to[key] = value;
  }
}

// In single quotes nothing but the quote itself is special.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    result += c;
    result += c == '\'' ? "'" : "";
  }
  return result + "'";
}

std::string line(const std::string& key, const std::string& value) {
  return key + ": " + quoted(value) + "\n";
}

std::string list(const std::string& key, const std::vector<std::string>& values) {
  std::string text = key + ": [";
  for (const std::string& value : values) {
    text += (&value == &values.front() ? "" : ", ") + quoted(value);
  }
  return text + "]\n";
}

std::string types(const std::vector<Config::TypeRow>& rows) {
  std::string text = rows.empty() ? "Types: []\n" : "Types:\n";
  for (const Config::TypeRow& row : rows) {
    text += "  - {name: " + quoted(row.name) + ", role: " + row.role + (row.kind.empty() ? "" : ", kind: " + row.kind) +
            "}\n";
  }
  return text;
}

std::string calls(const std::vector<Config::CallRow>& rows) {
  std::string text = rows.empty() ? "Calls: []\n" : "Calls:\n";
  for (const Config::CallRow& row : rows) {
    std::string argument = row.argument == models::kReceiver ? "receiver" : std::to_string(row.argument);
    text += "  - {name: " + quoted(row.name) + ", effect: " + row.effect + ", argument: " + argument + "}\n";
  }
  return text;
}

} // namespace

Config merge(Config parent, const Config& child) {
  parent.inherits = child.inherits;
  append_globs(parent.checks, child.checks);
  append_globs(parent.warnings_as_errors, child.warnings_as_errors);
  overwrite(parent.severities, child.severities);
  overwrite(parent.check_options, child.check_options);
  replace(parent.header_filter, child.header_filter);
  replace(parent.exclude_header_filter, child.exclude_header_filter);
  replace(parent.use_color, child.use_color);
  append(parent.extra_args, child.extra_args);
  append(parent.extra_args_before, child.extra_args_before);
  append(parent.parallel_entries, child.parallel_entries);
  append(parent.types, child.types);
  append(parent.calls, child.calls);
  return parent;
}

std::string dump_config(const Config& config) {
  std::string text = line("Checks", config.checks) + line("WarningsAsErrors", config.warnings_as_errors) +
                     line("HeaderFilterRegex", config.header_filter.value_or("")) +
                     line("ExcludeHeaderFilterRegex", config.exclude_header_filter.value_or(""));
  if (config.use_color) {
    text += std::string("UseColor: ") + (*config.use_color ? "true" : "false") + "\n";
  }
  text += list("ExtraArgs", config.extra_args) + list("ExtraArgsBefore", config.extra_args_before) +
          list("ParallelEntries", config.parallel_entries) + "Severities:\n";
  for (const checks::CheckInfo& check : checks::all_checks()) {
    auto changed = config.severities.find(check.name);
    checks::Severity severity = changed == config.severities.end() ? check.severity : changed->second;
    text += "  " + std::string(check.name) + ": " + checks::severity_name(severity) + "\n";
  }
  text += "CheckOptions:\n";
  for (const checks::OptionInfo& option : checks::all_options()) {
    std::string key = std::string(option.check) + "." + option.name;
    auto changed = config.check_options.find(key);
    text += "  " + line(key, changed == config.check_options.end() ? option.initial : changed->second);
  }
  return text + types(config.types) + calls(config.calls);
}

models::Models make_models(const Config& config) {
  models::Models models;
  for (const Config::TypeRow& row : config.types) {
    models.add_type(row.name, row.role, row.kind);
  }
  for (const Config::CallRow& row : config.calls) {
    models.add_call(row.name, row.effect, row.argument);
  }
  return models;
}

} // namespace paraudit::tool
