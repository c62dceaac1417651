// What a run is asked for, from the command line and the configurations. See run.h.
#include "checker/tool/glob_list.h"
#include "checker/tool/run.h"

#include <algorithm>
#include <filesystem>

namespace paraudit::tool {
namespace {

using checks::CheckInfo;

void set_options(const Config& config, CheckInfo& check) {
  std::string prefix = std::string(check.name) + ".";
  for (const auto& [key, value] : config.check_options) {
    if (key.starts_with(prefix)) {
      check.options[key.substr(prefix.size())] = value;
    }
  }
}

// Every check that the configuration of some unit selects runs; where it counts, the finding's file decides.
std::string select_for_units(const Commands& commands, Plan& plan) {
  facts::Result<std::vector<CheckInfo>> selected = select_checks(plan.config);
  if (!selected) {
    return selected.error();
  }
  plan.selected = std::move(*selected);
  for (const analysis::CompileCommand& command : commands) {
    facts::Result<const Config*> config = plan.configs.for_file(command.file);
    if (!config) {
      return config.error();
    }
    GlobList globs((*config)->checks);
    for (const CheckInfo& check : checks::all_checks()) {
      bool is_new = std::none_of(plan.selected.begin(), plan.selected.end(),
                                 [&](const CheckInfo& other) { return std::string_view(check.name) == other.name; });
      if (is_new && selects(globs, check)) {
        plan.selected.push_back(check);
        set_options(plan.config, plan.selected.back());
      }
    }
  }
  return "";
}

std::string prepare_extraction(Plan& plan) {
  plan.models = make_models(plan.config);
  plan.extraction.extra_arguments = plan.config.extra_args;
  plan.extraction.extra_arguments_before = plan.config.extra_args_before;
  plan.extraction.overlay = plan.options.overlay;
  plan.extraction.models = &plan.models;
  if (!plan.options.overlay.empty() && !analysis::is_overlay(plan.options.overlay)) {
    return "--vfsoverlay: '" + plan.options.overlay +
           "' cannot be read as an overlay of files; see clang's -ivfsoverlay";
  }
  return "";
}

} // namespace

std::string make_plan(const Commands& commands, Plan& plan) {
  std::vector<std::string> units;
  for (const analysis::CompileCommand& command : commands) {
    units.push_back(command.file);
  }
  facts::Result<const Config*> config = plan.configs.for_directory(common_directory(units));
  if (!config) {
    return config.error();
  }
  plan.config = **config;
  facts::Result<Filters> filters = Filters::make(plan.config, plan.options.line_filter);
  if (!filters) {
    return filters.error();
  }
  plan.filters = std::move(*filters);
  if (!plan.options.baseline.empty()) {
    facts::Result<Baseline> baseline = read_baseline(plan.options.baseline, plan.options.update_baseline);
    if (!baseline) {
      return baseline.error();
    }
    plan.baseline = std::move(*baseline);
  }
  if (std::string error = select_for_units(commands, plan); !error.empty()) {
    return error;
  }
  return prepare_extraction(plan);
}

std::string check_globs(const std::string& option, const std::string& globs) {
  std::vector<std::string> names = check_names();
  GlobList list(globs);
  for (const GlobList::Glob& glob : list.globs()) {
    bool matches = std::any_of(names.begin(), names.end(),
                               [&](const std::string& name) { return glob_matches(glob.pattern, name); });
    if (!matches) {
      std::string near = nearest_name(glob.pattern, names);
      return option + ": no check is called '" + glob.pattern + "'" +
             (near.empty() ? "; see" : "; did you mean '" + near + "'? See") + " --list-checks";
    }
  }
  return "";
}

bool selects(const GlobList& globs, const CheckInfo& check) {
  bool is_named = std::any_of(globs.globs().begin(), globs.globs().end(),
                              [&](const GlobList::Glob& glob) { return !glob.excludes && glob.pattern == check.name; });
  return globs.contains(check.name) && (is_named || !checks::is_off_unless_named(check));
}

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (const CheckInfo& check : checks::all_checks()) {
    names.emplace_back(check.name);
  }
  return names;
}

facts::Result<std::vector<CheckInfo>> select_checks(const Config& config) {
  GlobList list(config.checks);
  std::vector<CheckInfo> selected;
  for (const CheckInfo& check : checks::all_checks()) {
    if (selects(list, check)) {
      selected.push_back(check);
      set_options(config, selected.back());
    }
  }
  if (selected.empty()) {
    return facts::Error{"'" + config.checks + "' selects no check: nothing would be checked. See --list-checks"};
  }
  return selected;
}

} // namespace paraudit::tool
