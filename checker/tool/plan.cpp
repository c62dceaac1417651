// What a run is asked for, from the command line and the configurations. See run.h.
#include "checker/tool/glob_list.h"
#include "checker/tool/run.h"
#include "formats/ledger/ledger.h"
#include "formats/located_error.h"

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
  facts::Result<std::vector<CheckInfo>> selected = select_checks(plan.config, plan.configs.sources());
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

std::string load_ledger(Plan& plan) {
  if (plan.options.ledger.empty()) {
    return "";
  }
  try {
    auto ledger = std::make_shared<formats::Ledger>(formats::read_ledger(plan.options.ledger));
    ledger->path = absolute_path(plan.options.ledger, std::filesystem::current_path().string());
    plan.ledger = std::move(ledger);
    return "";
  } catch (const formats::LocatedError& error) {
    return error.what();
  }
}

// Without a ledger these have nothing to say: alone they would pass in silence.
std::string leave_out_ledger_checks(Plan& plan) {
  if (plan.ledger) {
    return "";
  }
  std::erase_if(plan.selected, [](const CheckInfo& check) {
    return check.name == std::string_view("paraudit-undocumented") ||
           check.name == std::string_view("paraudit-ledger-stale");
  });
  return plan.selected.empty() ? "the selected checks hold the program against a ledger: give it with --ledger=FILE"
                               : "";
}

// Levels state the order of neighbours; the line of a level says so.
std::vector<link::StatedPair> stated_order(const formats::Ledger* ledger) {
  std::vector<link::StatedPair> stated;
  if (!ledger) {
    return stated;
  }
  auto site = [&](const formats::LedgerPlace& place) {
    link::Site where;
    where.file = ledger->path;
    where.line = place.line;
    where.column = place.column;
    return where;
  };
  for (const formats::LedgerOrder& order : ledger->lock_order) {
    stated.push_back({order.before, order.after, site(order.at)});
  }
  const std::vector<std::string>* outer = nullptr;
  for (size_t i = 0; i < ledger->lock_levels.size(); ++i) {
    const std::vector<std::string>& level = ledger->lock_levels[i];
    for (size_t before = 0; outer != nullptr && before < outer->size(); ++before) {
      for (const std::string& after : level) {
        stated.push_back({(*outer)[before], after, site(ledger->level_places[i])});
      }
    }
    outer = level.empty() ? outer : &level;
  }
  return stated;
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
  if (std::string error = load_ledger(plan); !error.empty()) {
    return error;
  }
  if (std::string error = leave_out_ledger_checks(plan); !error.empty()) {
    return error;
  }
  return prepare_extraction(plan);
}

link::LinkOptions link_options(const Plan& plan) {
  return {plan.config.parallel_entries, stated_order(plan.ledger.get()), plan.ledger, false};
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

facts::Result<std::vector<CheckInfo>> select_checks(const Config& config, const std::set<std::string>& sources) {
  GlobList list(config.checks);
  std::vector<CheckInfo> selected;
  for (const CheckInfo& check : checks::all_checks()) {
    if (selects(list, check)) {
      selected.push_back(check);
      set_options(config, selected.back());
    }
  }
  if (selected.empty()) {
    std::string where;
    for (const std::string& source : sources) {
      where += (where.empty() ? " ('Checks' of " : ", ") + source;
    }
    return facts::Error{"'" + config.checks + "'" + where + (where.empty() ? "" : ")") +
                        " selects no check: nothing would be checked. See --list-checks"};
  }
  return selected;
}

} // namespace paraudit::tool
