// What kind of state it is, by how it is accessed and what type it has, and what is usually done about that kind.

#include "checker/link/inventory.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string_view>

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

// How the accesses divide: what the category rules ask.
struct Profile {
  size_t plain_reads = 0;
  size_t plain_writes = 0;
  size_t increments = 0;
  size_t mutations = 0;
  bool is_tested = false;
  bool has_lookup = false;
  bool has_insert = false;
  bool has_removal = false;
  bool all_writes_early = true; // before threads start
  bool saves_and_restores = false;

  explicit Profile(const SharedState& shared) {
    std::map<FunctionId, std::pair<size_t, size_t>> per_function; // reads, plain writes
    for (const StateAccess& access : shared.accesses) {
      add(access);
      all_writes_early &= !access.is_write || !access.counts;
      per_function[access.function].first += access.kind == AccessKind::kRead ? 1 : 0;
      per_function[access.function].second += access.kind == AccessKind::kWrite ? 1 : 0;
    }
    saves_and_restores = std::any_of(per_function.begin(), per_function.end(), [](const auto& entry) {
      return entry.second.first >= 1 && entry.second.second >= 2;
    });
  }

  void add(const StateAccess& access) {
    switch (access.kind) {
    case AccessKind::kRead:
      ++plain_reads;
      break;
    case AccessKind::kWrite:
      ++plain_writes;
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

Category counter_category(const std::string& name, const Profile& profile) {
  if (has_any(name, {"stat", "total", "hits", "misses", "num", "count"}) && !has_any(name, {"next", "uniq"})) {
    return Category::kStatisticsCounter;
  }
  bool is_id = has_any(name, {"next", "id", "seq", "serial", "uniq", "label", "ordinal"});
  return is_id || profile.plain_reads > 0 ? Category::kIdCounter : Category::kStatisticsCounter;
}

Category container_category(const std::string& name, const std::string& type, const Profile& profile) {
  bool is_map = has_any(type, {"map", "set<", "hash", "dense", "table"});
  if (is_map && (has_any(name, {"intern", "symbol", "pool", "string"}) || has_any(type, {"stringset", "stringmap"})) &&
      !profile.has_removal) {
    return Category::kInterner;
  }
  if (is_map && profile.has_lookup) {
    return Category::kCache;
  }
  if (has_any(type, {"queue", "deque", "list", "stack"}) || (profile.has_insert && profile.has_removal)) {
    return Category::kWorklist;
  }
  return Category::kOther;
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

Category categorise(const ProgramIndex& index, const SharedState& shared) {
  const facts::StateObject& object = index.states[shared.state].facts;
  Profile profile(shared);
  if (has_any(object.type, {"ostream", "ofstream", "ostringstream", "file *", "raw_ostream"}) ||
      has_any(object.name, {"diagnostics", "logger", "log_file"})) {
    return Category::kOutputSink;
  }
  if (shared.writes > 0 && profile.all_writes_early) {
    return Category::kConfiguration;
  }
  if (is_integer(object.type) && profile.increments > 0) {
    return counter_category(object.name, profile);
  }
  if (object.is_container) {
    return container_category(object.name, object.type, profile);
  }
  if (profile.is_tested && profile.plain_writes > 0 && profile.increments == 0) {
    return Category::kLazyValue;
  }
  if (profile.saves_and_restores) {
    return Category::kStackDiscipline;
  }
  return Category::kOther;
}

} // namespace paraudit::link
