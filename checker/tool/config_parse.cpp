// Reads a configuration. See config.h.
#include "checker/tool/config.h"
#include "checker/tool/glob_list.h"
#include "checker/tool/run.h"
#include "formats/located_error.h"
#include "formats/yaml/yaml_value.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <regex>

namespace paraudit::tool {
namespace {

using formats::YamlMember;
using formats::YamlValue;
using Kind = formats::YamlValue::Kind;

// What is wrong at a value; does not leave this file.
struct Problem {
  Problem(const YamlValue& at, std::string what) : line(at.line), column(at.column), text(std::move(what)) {}
  Problem(const YamlMember& at, std::string what) : line(at.line), column(at.column), text(std::move(what)) {}
  std::uint32_t line, column;
  std::string text;
};

std::string suggestion(const std::string& name, const std::vector<std::string>& candidates) {
  std::string near = nearest_name(name, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

const std::string& text_of(const YamlValue& value, const std::string& what) {
  if (value.kind != Kind::kText) {
    throw Problem(value, what + " must be a text");
  }
  return value.text;
}

bool boolean_of(const YamlValue& value, const std::string& what) {
  if (value.kind != Kind::kText || (value.text != "true" && value.text != "false")) {
    throw Problem(value, what + " must be true or false");
  }
  return value.text == "true";
}

const std::vector<YamlValue>& items_of(const YamlValue& value, const std::string& what) {
  if (value.kind != Kind::kList) {
    throw Problem(value, what + " must be a list");
  }
  return value.items;
}

std::vector<std::string> texts_of(const YamlValue& value, const std::string& what) {
  if (value.kind == Kind::kText) {
    return {value.text};
  }
  std::vector<std::string> values;
  for (const YamlValue& entry : items_of(value, what)) {
    values.push_back(text_of(entry, "an entry of " + what));
  }
  return values;
}

std::string regex_of(const YamlValue& node, const std::string& what) {
  std::string text = text_of(node, what);
  try {
    std::regex compiled(text);
  } catch (const std::regex_error& error) {
    throw Problem(node, "'" + text + "' is not a regular expression: " + error.what());
  }
  return text;
}

// A comma-separated text or a list; a list item may hold several.
std::string globs_of(const YamlValue& node, const std::string& what) {
  std::string globs;
  for (const std::string& part : texts_of(node, what)) {
    globs += (globs.empty() ? "" : ",") + part;
  }
  if (std::string error = check_globs(what, globs); !error.empty()) {
    throw Problem(node, error);
  }
  return globs;
}

void read_severities(const YamlValue& node, Config& config) {
  if (node.kind != Kind::kMap) {
    throw Problem(node, "Severities must map check names to error, warning or remark");
  }
  std::vector<std::string> names = check_names();
  for (const YamlMember& entry : node.members) {
    if (std::find(names.begin(), names.end(), entry.name) == names.end()) {
      throw Problem(entry, "no check is called '" + entry.name + "'" + suggestion(entry.name, names));
    }
    const std::string& word = text_of(entry.value, "a severity");
    std::optional<checks::Severity> severity = checks::severity_of(word);
    if (!severity) {
      throw Problem(entry.value, "'" + word + "' is no severity; there are error, warning, remark");
    }
    config.severities[entry.name] = *severity;
  }
}

// `key` is where the name stands, for messages.
template <class Key> void add_option(const std::string& name, const Key& key, const YamlValue& value, Config& config) {
  std::vector<std::string> names;
  const checks::OptionInfo* found = nullptr;
  for (const checks::OptionInfo& option : checks::all_options()) {
    names.push_back(std::string(option.check) + "." + option.name);
    found = names.back() == name ? &option : found;
  }
  if (found == nullptr) {
    throw Problem(key, "no check has the option '" + name + "'" + suggestion(name, names));
  }
  config.check_options[name] = found->is_regex ? regex_of(value, name) : text_of(value, name);
}

// A map, or clang-tidy's older list of {key, value}.
void read_check_options(const YamlValue& node, Config& config) {
  if (node.kind == Kind::kMap) {
    for (const YamlMember& entry : node.members) {
      add_option(entry.name, entry, entry.value, config);
    }
    return;
  }
  if (node.kind != Kind::kList) {
    throw Problem(node, "CheckOptions must map 'check.Option' to values");
  }
  for (const YamlValue& entry : node.items) {
    const YamlMember* key = entry.find("key");
    const YamlMember* value = entry.find("value");
    if (key == nullptr || value == nullptr) {
      throw Problem(entry, "an entry of CheckOptions must have 'key' and 'value'");
    }
    add_option(text_of(key->value, "an option's name"), key->value, value->value, config);
  }
}

// One row of Types or Calls: only these keys, with texts, the first two among them.
std::map<std::string, std::string> row_of(const YamlValue& node, const std::string& what,
                                          const std::vector<std::string>& keys) {
  if (node.kind != Kind::kMap) {
    throw Problem(node, "an entry of " + what + " must be a map like {name: 'ns::Name', " + keys[1] + ": ...}");
  }
  std::map<std::string, std::string> row;
  for (const YamlMember& entry : node.members) {
    if (std::find(keys.begin(), keys.end(), entry.name) == keys.end()) {
      throw Problem(entry, "an entry of " + what + " has no key '" + entry.name + "'" + suggestion(entry.name, keys));
    }
    row[entry.name] = text_of(entry.value, entry.name);
  }
  for (size_t i = 0; i < 2; ++i) {
    if (row[keys[i]].empty()) {
      throw Problem(node, "an entry of " + what + " needs '" + keys[i] + "'");
    }
  }
  return row;
}

void read_types(const YamlValue& node, Config& config) {
  models::Models scratch;
  for (const YamlValue& entry : items_of(node, "Types")) {
    std::map<std::string, std::string> row = row_of(entry, "Types", {"name", "role", "kind"});
    if (std::string error = scratch.add_type(row["name"], row["role"], ""); !error.empty()) {
      throw Problem(entry.find("role")->value, error);
    }
    if (std::string error = scratch.add_type(row["name"], row["role"], row["kind"]); !error.empty()) {
      throw Problem(entry.find("kind")->value, error);
    }
    config.types.push_back({row["name"], row["role"], row["kind"]});
  }
}

std::uint32_t argument_of(const YamlMember* member) {
  if (member == nullptr || member->value.text == "receiver") {
    return member == nullptr ? 0 : models::kReceiver;
  }
  std::uint32_t argument = 0;
  const std::string& text = member->value.text;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), argument);
  if (text.empty() || error != std::errc() || stop != text.data() + text.size() || argument > 63) {
    throw Problem(member->value, "'" + text + "' is no argument; give its number, from 0, or 'receiver'");
  }
  return argument;
}

void read_calls(const YamlValue& node, Config& config) {
  models::Models scratch;
  for (const YamlValue& entry : items_of(node, "Calls")) {
    std::map<std::string, std::string> row = row_of(entry, "Calls", {"name", "effect", "argument"});
    std::uint32_t argument = argument_of(entry.find("argument"));
    if (std::string error = scratch.add_call(row["name"], row["effect"], argument); !error.empty()) {
      throw Problem(entry.find("effect")->value, error);
    }
    config.calls.push_back({row["name"], row["effect"], argument});
  }
}

struct Key {
  const char* name;
  void (*read)(const YamlValue& value, Config& config);
};

constexpr Key kKeys[] = {
    {"InheritParentConfig", [](const YamlValue& v, Config& c) { c.inherits = boolean_of(v, "InheritParentConfig"); }},
    {"Checks", [](const YamlValue& v, Config& c) { c.checks = globs_of(v, "Checks"); }},
    {"WarningsAsErrors", [](const YamlValue& v, Config& c) { c.warnings_as_errors = globs_of(v, "WarningsAsErrors"); }},
    {"HeaderFilterRegex", [](const YamlValue& v, Config& c) { c.header_filter = regex_of(v, "HeaderFilterRegex"); }},
    {"ExcludeHeaderFilterRegex",
     [](const YamlValue& v, Config& c) { c.exclude_header_filter = regex_of(v, "ExcludeHeaderFilterRegex"); }},
    {"UseColor", [](const YamlValue& v, Config& c) { c.use_color = boolean_of(v, "UseColor"); }},
    {"ExtraArgs", [](const YamlValue& v, Config& c) { c.extra_args = texts_of(v, "ExtraArgs"); }},
    {"ExtraArgsBefore", [](const YamlValue& v, Config& c) { c.extra_args_before = texts_of(v, "ExtraArgsBefore"); }},
    {"ParallelEntries",
     [](const YamlValue& v, Config& c) {
       for (const YamlValue& entry : items_of(v, "ParallelEntries")) {
         c.parallel_entries.push_back(regex_of(entry, "an entry of ParallelEntries"));
       }
     }},
    {"Severities", read_severities},
    {"CheckOptions", read_check_options},
    {"Types", read_types},
    {"Calls", read_calls},
};

void read_document(const YamlValue& document, Config& config) {
  if (document.kind == Kind::kNull) {
    return; // an empty file says nothing
  }
  if (document.kind != Kind::kMap) {
    throw Problem(document, "a configuration is a map, e.g. 'Checks: paraudit-lock-*'");
  }
  std::vector<std::string> names;
  for (const Key& key : kKeys) {
    names.emplace_back(key.name);
  }
  for (const YamlMember& entry : document.members) {
    auto key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& k) { return k.name == entry.name; });
    if (key == std::end(kKeys)) {
      std::string near = suggestion(entry.name, names);
      throw Problem(entry, "there is no key '" + entry.name + "'" + (near.empty() ? "; see --dump-config" : near));
    }
    key->read(entry.value, config);
  }
}

} // namespace

facts::Result<Config> parse_config(const std::string& text, const std::string& origin) {
  Config config;
  try {
    read_document(formats::parse_yaml(origin, text), config);
  } catch (const Problem& problem) {
    return facts::Error{formats::LocatedError(origin, problem.line, problem.column, problem.text).what()};
  } catch (const formats::LocatedError& error) {
    return facts::Error{error.what()};
  }
  return config;
}

facts::Result<Config> read_config(const std::string& path) {
  try {
    return parse_config(formats::read_text_file(path), path);
  } catch (const formats::LocatedError& error) {
    return facts::Error{error.what()};
  }
}

} // namespace paraudit::tool
