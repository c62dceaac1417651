#include "reports/analysis/lock_table.h"

#include <algorithm>
#include <set>

namespace paraudit::reports {
namespace {

constexpr std::size_t kMany = static_cast<std::size_t>(-1);

// Remembers one value, or that there were several.
struct OnlyOne {
  std::optional<std::size_t> value;
  void add(std::size_t next) { value = !value || *value == next ? next : kMany; }
  std::optional<std::size_t> get() const { return value == kMany ? std::nullopt : value; }
};

const TraceClass* class_of(const ProcessTrace& trace, std::uint32_t id) {
  auto it = trace.classes.find(id);
  return it == trace.classes.end() ? nullptr : &it->second;
}

std::set<std::pair<std::uint32_t, std::uint32_t>> pairs_of(const ProcessTrace& trace) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const ThreadTrace& thread : trace.threads)
    for (const paraudit_counter& counter : thread.counters())
      pairs.insert({counter.class_id, counter.site});
  for (const TraceChain& chain : trace.chains)
    for (const paraudit_chain_link& link : chain.links)
      pairs.insert({link.class_id, link.site});
  for (const TraceAccess& access : trace.accesses)
    for (const paraudit_chain_link& link : access.held)
      pairs.insert({link.class_id, link.site});
  return pairs;
}

// Calls note((class, site), instance) for the lock records of a thread, not again while a slot's instance stays.
template <class Note> void note_instances(const ThreadTrace& thread, Note note) {
  constexpr std::uint32_t kNone = ~0u;
  std::vector<std::uint32_t> last(thread.header().counters_capacity, kNone);
  thread.for_each_record([&](const RingRecord& record) {
    if (record.kind > PARAUDIT_RECORD_HOLD || last[record.slot] == record.instance)
      return;
    last[record.slot] = record.instance;
    if (const paraudit_counter* counter = thread.counter_of_slot(record.slot))
      note({counter->class_id, counter->site}, record.instance);
  });
}

std::string text_of(const SourcePlace& place) {
  if (place.file.empty())
    return "unknown site";
  return place.line ? place.file + ":" + std::to_string(place.line) : place.file;
}

// Names for the unnamed classes of a run. Such a class is one object, or objects that were made, or first acquired, at
// one place: all its sites belong together, and a class without a construction site is told from another at the same
// place by a number.
std::map<std::uint32_t, std::string> name_unnamed(const RunJoin& run) {
  std::map<std::uint32_t, SourcePlace> places;
  for (const auto& pair : pairs_of(*run.trace)) {
    const TraceClass* record = class_of(*run.trace, pair.first);
    const SourcePlace& place = run.place(record && record->site ? record->site : pair.second);
    if (!record || !record->name.empty() || place.file.empty())
      continue;
    auto [it, added] = places.try_emplace(pair.first, place);
    it->second = std::min(it->second, place);
  }
  std::map<std::string, int> uses;
  std::map<std::uint32_t, std::string> names;
  for (const auto& [id, place] : places) {
    const TraceClass* record = class_of(*run.trace, id);
    std::string name = object_kind_name(record->kind) + "@" + text_of(place);
    int use = record->site || !object_kind_is_lock(record->kind) ? 1 : ++uses[name];
    names[id] = use == 1 ? name : name + " (" + std::to_string(use) + ")";
  }
  return names;
}

// "ns::Node::lock/1" is a subclass of "ns::Node::lock": see runtime/sync/lock.h.
std::string declaration_of(const std::string& class_name) {
  std::size_t end = class_name.find_last_not_of("0123456789");
  bool has_level = end != std::string::npos && end + 1 < class_name.size() && class_name[end] == '/';
  return has_level ? class_name.substr(0, end) : class_name;
}

} // namespace

const SourcePlace& RunJoin::place(std::uint32_t site) const {
  static const SourcePlace kUnknown;
  auto it = sites.find(site);
  return it == sites.end() ? kUnknown : it->second.place;
}

LockTable::StaticOf LockTable::static_locks(const RunJoin& run) const {
  StaticOf result;
  for (const auto& pair : pairs_of(*run.trace)) {
    const TraceClass* record = class_of(*run.trace, pair.first);
    Named& named = result[pair];
    if (record && !object_kind_is_lock(record->kind))
      continue;
    if (record)
      named = {sites_.lock_by_name(declaration_of(record->name)), Evidence::kName};
    auto site = run.sites.find(pair.second);
    if (site == run.sites.end() || !site->second.lock)
      continue;
    if (!named.lock)
      named = {site->second.lock, Evidence::kSite};
    else if (named.lock == site->second.lock)
      named.evidence = Evidence::kNameAndSite;
  }
  return result;
}

// An unnamed class is one declaration, or objects that were first acquired at one place: where all of its sites that
// are known name one lock, the others do too.
void LockTable::adopt_from_class(const ProcessTrace& trace, StaticOf& locks) {
  std::map<std::uint32_t, OnlyOne> by_class;
  for (const auto& [pair, named] : locks)
    if (const TraceClass* record = class_of(trace, pair.first); named.lock && record)
      by_class[pair.first].add(*named.lock);
  for (auto& [pair, named] : locks)
    if (auto it = by_class.find(pair.first); !named.lock && it != by_class.end())
      named = {it->second.get(), Evidence::kClass};
}

// One object is one lock, whichever site acquires it. Instances are 24-bit hashes: a clash makes two answers, so none.
void LockTable::adopt_from_instances(const ProcessTrace& trace, StaticOf& locks) {
  bool some_known = std::any_of(locks.begin(), locks.end(), [](const auto& entry) { return entry.second.lock; });
  bool some_open = std::any_of(locks.begin(), locks.end(), [&](const auto& entry) {
    const TraceClass* record = class_of(trace, entry.first.first);
    return !entry.second.lock && (!record || record->name.empty());
  });
  if (!some_known || !some_open)
    return;
  std::map<std::uint32_t, OnlyOne> by_instance;
  std::map<Pair, std::set<std::uint32_t>> instances;
  auto note = [&](Pair pair, std::uint32_t instance) {
    auto it = locks.find(pair);
    if (it == locks.end() || instance == 0)
      return;
    if (it->second.lock)
      by_instance[instance].add(*it->second.lock);
    else if (const TraceClass* record = class_of(trace, pair.first); !record || record->name.empty())
      instances[pair].insert(instance);
  };
  for (const ThreadTrace& thread : trace.threads)
    note_instances(thread, note);
  for (const TraceChain& chain : trace.chains)
    for (const paraudit_chain_link& link : chain.links)
      note({link.class_id, link.site}, link.instance);
  for (const auto& [pair, seen] : instances) {
    OnlyOne lock;
    for (std::uint32_t instance : seen)
      if (auto it = by_instance.find(instance); it != by_instance.end() && it->second.value)
        lock.add(*it->second.value);
    locks[pair] = {lock.get(), Evidence::kInstance};
  }
}

LockEntry LockTable::entry_of(const RunJoin& run, Pair pair, std::optional<std::size_t> static_lock,
                              const std::map<std::uint32_t, std::string>& unnamed) const {
  const TraceClass* record = class_of(*run.trace, pair.first);
  LockEntry entry;
  entry.kind = record ? object_kind_name(record->kind) : "lock";
  entry.is_lock = !record || object_kind_is_lock(record->kind);
  const SourcePlace& made = run.place(record ? record->site : 0);
  if (static_lock) {
    const StaticLock& lock = findings_.locks[*static_lock];
    const std::string subclass = record ? record->name.substr(declaration_of(record->name).size()) : "";
    entry.id = lock.id + subclass;
    entry.name = lock.name + subclass;
    entry.static_class = lock.id;
    entry.place = lock.place;
    return entry;
  }
  const SourcePlace& place = made.file.empty() ? run.place(pair.second) : made;
  entry.place = {place.file, place.line, 0};
  auto given = unnamed.find(pair.first);
  if (record && !record->name.empty())
    entry.name = record->name;
  else
    entry.name = given == unnamed.end() ? entry.kind + "@" + text_of(place) : given->second;
  entry.id = entry.name;
  return entry;
}

std::size_t LockTable::intern(LockEntry entry) {
  auto [it, added] = by_id_.try_emplace(entry.id, entries_.size());
  if (added)
    entries_.push_back(std::move(entry));
  return it->second;
}

std::size_t LockTable::index_of_static(const std::string& id) {
  if (auto it = by_id_.find(id); it != by_id_.end())
    return it->second;
  LockEntry entry;
  entry.id = entry.name = entry.static_class = id;
  for (const StaticLock& lock : findings_.locks)
    if (lock.id == id) {
      entry.name = lock.name;
      entry.kind = lock.kind;
      entry.place = lock.place;
    }
  return intern(std::move(entry));
}

RunJoin LockTable::add_run(const ProcessTrace& trace, const Symbolized& symbolized) {
  RunJoin run;
  run.trace = &trace;
  for (const auto& [id, site] : trace.sites)
    run.sites[id] = sites_.join(trace, symbolized, id);
  StaticOf locks = static_locks(run);
  adopt_from_class(trace, locks);
  adopt_from_instances(trace, locks);
  std::map<std::uint32_t, std::string> unnamed = name_unnamed(run);
  for (const auto& [pair, named] : locks) {
    run.locks[pair] = intern(entry_of(run, pair, named.lock, unnamed));
    run.evidence[pair] = named.lock ? named.evidence : Evidence::kNone;
  }
  return run;
}

} // namespace paraudit::reports
