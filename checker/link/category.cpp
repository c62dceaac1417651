// What kind of state it is, by how it is accessed and what type it has, and what is usually done about that kind.

#include "checker/link/inventory.h"
#include "checker/link/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string_view>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::AccessKind;

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool is_integer(const std::string& type) {
  return has_any(type, {"int", "long", "short", "size_t", "unsigned"}) && !has_any(type, {"*", "<", "&", "["});
}

// What one function does, in the order of its events.
struct Usage {
  bool reads_first = false; // before it writes
  bool tests = false;
  size_t writes = 0;
};

// How the accesses divide: what the category rules ask. A guess must hold for all of them.
struct Profile {
  size_t plain_reads = 0;
  size_t plain_writes = 0; // that count: the value at start is no use
  size_t increments = 0;
  size_t mutations = 0;
  bool is_tested = false;
  bool has_lookup = false;
  bool has_insert = false;
  bool has_removal = false;
  bool all_writes_early = true;   // before threads start
  bool is_read_later = false;     // while they run
  bool fills_when_tested = false; // the functions that write, and only those, look first
  bool saves_and_restores = false;

  explicit Profile(const SharedState& shared) {
    std::map<FunctionId, Usage> usages;
    for (const StateAccess& access : in_order(shared)) {
      add(access);
      all_writes_early &= !access.is_write || !access.counts;
      is_read_later |= !access.is_write && access.counts;
      Usage& usage = usages[access.function];
      usage.reads_first |= usage.writes == 0 && access.kind == AccessKind::kRead && !access.in_condition;
      usage.tests |= usage.writes == 0 && access.in_condition;
      usage.writes += access.kind == AccessKind::kWrite ? 1 : 0;
    }
    auto any = [&](auto&& rule) {
      return std::any_of(usages.begin(), usages.end(), [&](const auto& entry) { return rule(entry.second); });
    };
    fills_when_tested = any([](const Usage& usage) { return usage.writes > 0; }) &&
                        !any([](const Usage& usage) { return usage.writes > 0 && !usage.tests; });
    saves_and_restores = any([](const Usage& usage) { return usage.reads_first && usage.writes >= 2; }) &&
                         !any([](const Usage& usage) { return usage.writes == 1; });
  }

  static std::vector<StateAccess> in_order(const SharedState& shared) {
    std::vector<StateAccess> accesses = shared.accesses;
    std::stable_sort(accesses.begin(), accesses.end(), [](const StateAccess& a, const StateAccess& b) {
      return std::tie(a.function, a.event) < std::tie(b.function, b.event);
    });
    return accesses;
  }

  void add(const StateAccess& access) {
    switch (access.kind) {
    case AccessKind::kRead:
      ++plain_reads;
      break;
    case AccessKind::kWrite:
      plain_writes += access.counts ? 1 : 0;
      break;
    case AccessKind::kReadWrite:
      ++increments;
      break;
    default:
      ++mutations;
    }
    is_tested |= access.in_condition;
    has_lookup |= has_any(access.method, {"find", "count", "contains", "at", "[]"});
    has_insert |= has_any(access.method, {"insert", "emplace", "push", "append", "[]", "add"});
    has_removal |= has_any(access.method, {"pop", "erase", "dequeue", "extract"});
  }
};

// Something that is only ever counted up. Who hands out numbers says so; who tests the count does more than statistics.
Category counter_category(const std::string& name, const Profile& profile) {
  if (has_word(name, {"next", "id", "ids", "seq", "sequence", "serial", "uniq", "unique", "label", "ordinal"})) {
    return Category::kIdCounter;
  }
  return profile.is_tested ? Category::kOther : Category::kStatisticsCounter;
}

Category container_category(const std::string& name, const std::string& type, const Profile& profile) {
  bool is_map = has_any(type, {"map", "set<", "hash", "dense", "table"});
  bool is_filled = profile.has_lookup && profile.has_insert;
  if (is_map && is_filled && !profile.has_removal &&
      (has_word(name, {"intern", "interned", "interner", "symbols", "strings"}) ||
       has_any(type, {"stringset", "stringmap"}))) {
    return Category::kInterner;
  }
  if (is_map && is_filled) {
    return Category::kCache;
  }
  return !is_map && profile.has_insert && profile.has_removal ? Category::kWorklist : Category::kOther;
}

struct Row {
  const char* name;
  const char* remedy;
};

constexpr std::array<Row, 10> kRows = {{
    {"id counter", "stable id per owner, or atomic with a documented order"},
    {"statistics counter", "worker-local sum, or relaxed atomic"},
    {"lazy value", "call_once, a function-local static, or a query"},
    {"cache", "sharded lock, or a query"},
    {"interner", "sharded, insert-only, lock-free read"},
    {"configuration set at start", "freeze after start, then const"},
    {"stack discipline", "pass as a parameter"},
    {"output sink", "buffer per worker, emit in a stable order"},
    {"worklist", "concurrent queue of the task library"},
    {"other", "decide by hand"},
}};

} // namespace

const char* category_name(Category category) {
  return kRows[static_cast<size_t>(category)].name;
}
const char* category_remedy(Category category) {
  return kRows[static_cast<size_t>(category)].remedy;
}

Category categorise(const Described& object, const SharedState& shared) {
  Profile profile(shared);
  if (has_any(object.type, {"ostream", "ofstream", "ostringstream", "file *", "raw_ostream"})) {
    return Category::kOutputSink;
  }
  if (is_integer(object.type) && profile.increments > 0 && profile.plain_writes == 0) {
    return counter_category(object.name, profile);
  }
  if (shared.writes > 0 && profile.all_writes_early && profile.is_read_later) {
    return Category::kConfiguration;
  }
  if (object.is_container) {
    return container_category(object.name, object.type, profile);
  }
  if (profile.fills_when_tested && profile.increments == 0) {
    return Category::kLazyValue;
  }
  if (profile.saves_and_restores && profile.increments == 0) {
    return Category::kStackDiscipline;
  }
  return Category::kOther;
}

} // namespace paraudit::link
