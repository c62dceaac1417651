#include "reports/gate/budget.h"

#include <cmath>
#include <iterator>

#include "formats/located_error.h"
#include "formats/yaml/yaml_reader.h"

namespace paraudit::reports {
namespace {

using formats::YamlReader;

constexpr const char* kSchema = "paraudit.budget";
constexpr std::uint32_t kMaxThreads = 4096;

constexpr LimitInfo kTotals[] = {
#define PARAUDIT_TOTAL_LIMIT(NAME, name, what, unit) {name, what, unit},
#include "reports/gate/limits.def"
};
constexpr LimitInfo kLocks[] = {
#define PARAUDIT_LOCK_LIMIT(NAME, name, what, unit) {name, what, unit},
#include "reports/gate/limits.def"
};

BudgetPlace place_of(const YamlReader& in) {
  return {in.value().line, in.value().column};
}

double bound_of(const YamlReader& in, const char* unit = "") {
  double bound = in.number();
  if (bound < 0)
    in.fail("must not be negative, but is " + in.text());
  if (std::string_view(unit) == " %" && bound > 100)
    in.fail("must be at most 100, as it is in percent, but is " + in.text());
  return bound;
}

std::uint32_t threads_of(const YamlReader& in) {
  YamlReader threads = in.member("threads");
  double count = threads.number();
  if (count < 1 || count > kMaxThreads || count != std::floor(count))
    threads.fail("must be a whole number from 1 to " + std::to_string(kMaxThreads) + ", but is " + threads.text());
  return static_cast<std::uint32_t>(count);
}

void read_totals(const YamlReader& in, Budget& budget) {
  in.expect_map({
#define PARAUDIT_TOTAL_LIMIT(NAME, name, what, unit) name,
#include "reports/gate/limits.def"
  });
  for (std::size_t i = 0; i < std::size(kTotals); ++i)
    if (in.has(kTotals[i].name)) {
      YamlReader value = in.member(kTotals[i].name);
      budget.totals.push_back({static_cast<TotalLimit>(i), bound_of(value, kTotals[i].unit), place_of(value)});
    }
}

LockRule lock_rule(const YamlReader& in, bool of_waits) {
  in.expect_map({
      "name",
      "threads",
#define PARAUDIT_LOCK_LIMIT(NAME, name, what, unit) name,
#include "reports/gate/limits.def"
  });
  LockRule rule{in.member("name").text(), in.has("threads") ? threads_of(in) : 0, of_waits, {}, place_of(in)};
  for (std::size_t i = 0; i < std::size(kLocks); ++i)
    if (in.has(kLocks[i].name)) {
      YamlReader value = in.member(kLocks[i].name);
      rule.bounds.push_back({static_cast<LockLimit>(i), bound_of(value, kLocks[i].unit), place_of(value)});
    }
  if (rule.bounds.empty())
    in.fail("about '" + rule.name + "' sets no limit");
  return rule;
}

SpeedupRule speedup_rule(const YamlReader& in) {
  in.expect_map({"threads", "min_speedup", "source", "configuration"});
  SpeedupRule rule;
  rule.threads = threads_of(in);
  rule.bound = bound_of(in.member("min_speedup"));
  rule.at = place_of(in.member("min_speedup"));
  if (in.has("source"))
    rule.is_predicted = in.member("source").choice({"predicted", "measured"}) == 0;
  rule.configuration = in.text_or("configuration", "");
  return rule;
}

} // namespace

const LimitInfo& info_of(TotalLimit limit) {
  return kTotals[static_cast<std::size_t>(limit)];
}

const LimitInfo& info_of(LockLimit limit) {
  return kLocks[static_cast<std::size_t>(limit)];
}

Budget parse_budget(const std::string& path, const std::string& text) {
  formats::YamlValue document = formats::parse_yaml(path, text);
  YamlReader root(path, document, "the budget");
  root.expect_map({"schema", "version", "limits", "locks", "waits", "scaling"});
  YamlReader schema = root.member("schema"), version = root.member("version");
  if (schema.text() != kSchema)
    schema.fail("is '" + schema.text() + "', not '" + kSchema + "': this is no budget");
  if (version.text().substr(0, version.text().find('.')) != "1")
    version.fail("is " + version.text() + "; this program reads 1.x");
  Budget budget;
  budget.path = path;
  if (root.has("limits"))
    read_totals(root.member("limits"), budget);
  for (const YamlReader& item : root.items_of("locks"))
    budget.locks.push_back(lock_rule(item, false));
  for (const YamlReader& item : root.items_of("waits"))
    budget.locks.push_back(lock_rule(item, true));
  for (const YamlReader& item : root.items_of("scaling"))
    budget.speedups.push_back(speedup_rule(item));
  if (budget.totals.empty() && budget.locks.empty() && budget.speedups.empty())
    root.fail("sets no limit: nothing would be checked");
  return budget;
}

Budget read_budget(const std::string& path) {
  return parse_budget(path, formats::read_text_file(path));
}

Budget default_budget() {
  Budget budget;
  budget.totals = {{TotalLimit::kNewCycles, 0, {}}, {TotalLimit::kNewErrors, 0, {}}};
  return budget;
}

} // namespace paraudit::reports
