#include "checker/link/program_index.h"

#include "checker/link/borrowed_locks.h"
#include "checker/link/specialise.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::LockKind;

constexpr int kMaxLockBases = 8; // a lock class derives from another, and that ...

Site site_of(const facts::TuFacts& unit, const facts::Location& where) {
  Site site;
  if (where.file != facts::kNone && where.file < unit.files.size()) {
    site.file = unit.files[where.file].canonical;
    site.raw_file = unit.files[where.file].raw;
  }
  site.line = where.line;
  site.column = where.column;
  site.call_column = where.call_column;
  site.debug_line = where.debug_line != 0 ? where.debug_line : where.line;
  site.debug_column = where.debug_column;
  site.gcc_column = where.gcc_column;
  return site;
}

void sort_units(std::vector<facts::TuFacts>& units) {
  std::sort(units.begin(), units.end(), [](const facts::TuFacts& a, const facts::TuFacts& b) {
    return std::tie(a.main_file, a.command) < std::tie(b.main_file, b.command);
  });
}

// Names are what people read and ids what machines compare: declarations of one name are numbered in the order of their
// symbols, and the instantiations of a template are one declaration.
class DeclarationIds {
 public:
  std::string id(const std::string& name, bool is_template_instance, const Site& site) {
    if (!is_template_instance) {
      return numbered(name);
    }
    auto [entry, is_new] = templates_.try_emplace({name, site});
    if (is_new) {
      entry->second = numbered(name);
    }
    return entry->second;
  }

 private:
  std::string numbered(const std::string& name) {
    unsigned ordinal = ordinals_[name]++;
    return ordinal == 0 ? name : name + "#" + std::to_string(ordinal + 1);
  }

  std::map<std::string, unsigned> ordinals_;
  std::map<std::pair<std::string, Site>, std::string> templates_;
};

class Builder {
 public:
  explicit Builder(ProgramIndex& index) : index_(index) {}

  void run() {
    for (uint32_t unit = 0; unit < index_.units.size(); ++unit) {
      index_.unit_paths.emplace_back();
      add_functions(unit);
      add_locks(unit);
      add_states(unit);
      add_classes(unit);
      add_rest(index_.units[unit]);
    }
    finish_functions();
    finish_locks();
    finish_states();
  }

 private:
  void add_functions(uint32_t unit) {
    for (facts::FunctionFacts& function : index_.units[unit].functions) {
      Function& known = functions_[function.symbol];
      if (!known.has_body) {
        known.facts = &function;
        known.unit = unit;
        known.has_body = true;
      }
      index_.has_main |= function.is_main;
    }
    for (facts::FunctionFacts& function : index_.units[unit].declarations) {
      functions_.try_emplace(function.symbol, Function{&function, unit, false});
    }
  }

  void add_locks(uint32_t unit) {
    for (const facts::LockDecl& decl : index_.units[unit].locks) {
      auto [entry, is_new] = locks_.try_emplace(decl.symbol);
      LockClass& lock = entry->second;
      if (!is_new && !decl.acquired_before.empty() && lock.acquired_before.empty()) {
        lock.acquired_before = translated(unit, decl.acquired_before);
      }
      if (decl.kind == facts::LockKind::kRecursiveMutex) {
        lock.kind = decl.kind; // some units do not see what makes it so
      }
      if (decl.storage != facts::Storage::kBorrowed) {
        lock.storage = decl.storage; // some units do not see that the class makes the lock
      }
      if (is_new) {
        lock = {"",
                decl.name,
                decl.symbol,
                decl.is_template_instance,
                decl.kind,
                decl.storage,
                decl.type,
                site_of(index_.units[unit], decl.where),
                translated(unit, decl.acquired_before),
                translated(unit, decl.acquired_after)};
      }
    }
  }

  std::vector<facts::AttributeArgument> translated(uint32_t unit, std::vector<facts::AttributeArgument> arguments) {
    for (facts::AttributeArgument& argument : arguments) {
      if (argument.path != facts::kNone) {
        argument.path = index_.path(unit, argument.path);
      }
    }
    return arguments;
  }

  void add_states(uint32_t unit) {
    for (const facts::StateObject& object : index_.units[unit].states) {
      auto [entry, is_new] = states_.try_emplace(object.symbol);
      if (is_new || (object.is_definition && !entry->second.facts.is_definition)) {
        facts::Location macro;
        macro.file = object.where.spelling_file;
        macro.line = object.where.spelling_line;
        macro.column = object.where.spelling_column;
        entry->second = {"", object, site_of(index_.units[unit], object.where), site_of(index_.units[unit], macro)};
        entry->second.facts.guarded_by = translated(unit, {object.guarded_by}).front();
        entry->second.facts.pt_guarded_by = translated(unit, {object.pt_guarded_by}).front();
      }
    }
  }

  void add_classes(uint32_t unit) {
    for (const facts::ClassFacts& record : index_.units[unit].classes) {
      auto [entry, is_new] = index_.classes.try_emplace(record.name);
      Class& known = entry->second;
      if (is_new || (known.facts.fields.empty() && known.facts.virtual_methods.empty())) {
        const facts::ClassFacts before = std::move(known.facts);
        known = {record, site_of(index_.units[unit], record.where)};
        known.facts.instantiated |= before.instantiated;
        known.facts.lock = before.lock == LockKind::kRecursiveMutex ? before.lock : known.facts.lock;
      }
      known.facts.instantiated |= record.instantiated;
      if (record.lock == LockKind::kRecursiveMutex) {
        known.facts.lock = record.lock; // other units do not see the constructor that makes it so
      }
      for (const facts::FieldFacts& field : record.fields) {
        add_field(unit, field);
      }
    }
  }

  void add_field(uint32_t unit, const facts::FieldFacts& field) {
    auto [entry, is_new] = index_.fields.try_emplace(field.name, field);
    if (is_new) {
      entry->second.guarded_by = translated(unit, {field.guarded_by}).front();
      entry->second.pt_guarded_by = translated(unit, {field.pt_guarded_by}).front();
      index_.field_sites.emplace(field.name, site_of(index_.units[unit], field.where));
    }
  }

  void add_rest(const facts::TuFacts& unit) {
    index_.address_taken.insert(unit.address_taken.begin(), unit.address_taken.end());
    index_.values.insert(unit.address_taken.begin(), unit.address_taken.end());
    for (const facts::FunctionFacts& function : unit.functions) {
      for (const facts::Event& event : function.events) {
        for (const facts::Callable& callable : event.callables) {
          if (!callable.symbol.empty()) {
            index_.values.insert(callable.symbol);
          }
        }
      }
    }
    for (const facts::SkipCount& skip : unit.skipped) {
      index_.skipped[skip.reason] += skip.count;
    }
  }

  void finish_functions() {
    NamedFunctions functions;
    for (const auto& [symbol, function] : functions_) {
      functions.push_back({symbol, function});
    }
    auto by_symbol = [](const NamedFunction& a, const NamedFunction& b) { return a.symbol < b.symbol; };
    std::sort(functions.begin(), functions.end(), by_symbol);
    const auto originals = static_cast<std::ptrdiff_t>(functions.size());
    const Specialised specialised = specialise(index_, functions);
    auto in_order = [&](size_t a, size_t b) { return by_symbol(functions[a], functions[b]); };
    std::vector<size_t> order(functions.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin() + originals, order.end(), in_order);
    std::inplace_merge(order.begin(), order.begin() + originals, order.end(), in_order);
    std::erase_if(order, [&](size_t one) { return functions[one].is_gone; });
    for (size_t one : order) {
      index_.function_by_symbol[functions[one].symbol] = static_cast<FunctionId>(index_.functions.size());
      index_.functions.push_back(std::move(functions[one].function));
    }
    auto id_of = [&](size_t one) { return index_.function(functions[one].symbol); };
    for (const auto& [caller, event, callee, copy] : specialised.calls) {
      index_.functions[id_of(caller)].specialised_callees[{event, std::string(functions[callee].symbol)}] = id_of(copy);
    }
    for (const auto& [gone, copy] : specialised.replaced) {
      index_.function_by_symbol[functions[gone].symbol] = id_of(copy);
    }
  }

  void finish_locks() {
    DeclarationIds ids;
    for (auto& [symbol, lock] : locks_) {
      if (lock.storage == facts::Storage::kBorrowed) {
        index_.borrowed_locks.insert(symbol);
      } else {
        finish_lock(symbol, lock, ids);
      }
    }
    const BorrowedLocks known = resolve_borrowed_locks(index_, index_.borrowed_locks);
    for (const std::string& symbol : index_.borrowed_locks) {
      if (auto owner = known.owners.find(symbol); owner != known.owners.end()) {
        index_.lock_by_symbol[symbol] = owner->second;
      } else if (!known.several.contains(symbol)) {
        finish_lock(symbol, locks_[symbol], ids);
      }
    }
  }

  void finish_lock(const std::string& symbol, LockClass& lock, DeclarationIds& ids) {
    auto field = index_.fields.find(symbol);
    const bool is_field = field != index_.fields.end() && !field->second.type_class.empty();
    lock.kind =
        is_recursive_class(is_field ? field->second.type_class : lock.type) ? LockKind::kRecursiveMutex : lock.kind;
    lock.id = ids.id(lock.name, lock.is_template_instance, lock.site);
    index_.lock_by_symbol[symbol] = static_cast<LockId>(index_.locks.size());
    index_.locks.push_back(std::move(lock));
  }

  bool is_recursive_class(const std::string& name, int depth = 0) const {
    auto found = index_.classes.find(name);
    if (found == index_.classes.end() || depth > kMaxLockBases) {
      return false;
    }
    const facts::ClassFacts& record = found->second.facts;
    return record.lock == LockKind::kRecursiveMutex ||
           (record.lock != LockKind::kNone &&
            std::any_of(record.bases.begin(), record.bases.end(),
                        [&](const std::string& base) { return is_recursive_class(base, depth + 1); }));
  }

  void finish_states() {
    DeclarationIds ids;
    for (auto& [symbol, state] : states_) {
      state.id = ids.id(state.facts.name, state.facts.is_template_instance, state.site);
      index_.state_by_symbol[symbol] = static_cast<StateId>(index_.states.size());
      index_.states.push_back(std::move(state));
    }
  }

  ProgramIndex& index_;
  std::unordered_map<std::string_view, Function> functions_;
  std::map<std::string, LockClass> locks_;
  std::map<std::string, State> states_;
};

bool is_cell(LockKind kind) {
  return kind == LockKind::kCell || kind == LockKind::kSharedCell;
}

} // namespace

std::strong_ordering Site::operator<=>(const Site& other) const {
  return std::tie(file, line, column) <=> std::tie(other.file, other.line, other.column);
}

FunctionId ProgramIndex::function(std::string_view symbol) const {
  auto found = function_by_symbol.find(symbol);
  return found == function_by_symbol.end() ? kNoId : found->second;
}

PathId ProgramIndex::path(uint32_t unit, PathId unit_path) const {
  if (unit_path == facts::kNone) {
    return kNoPath;
  }
  std::vector<PathId>& known = unit_paths[unit];
  while (known.size() <= unit_path) {
    known.push_back(paths.intern(units[unit].paths[known.size()]));
  }
  return known[unit_path];
}

Site ProgramIndex::site(const Function& function, const facts::Location& location) const {
  return site_of(units[function.unit], location);
}

bool ProgramIndex::is_own_object(const Function& function, PathId unit_path) const {
  if (unit_path == facts::kNone) {
    return false;
  }
  const facts::AccessPath& whole = units[function.unit].paths[unit_path];
  return whole.root == facts::RootKind::kThis && whole.elements.empty();
}

std::optional<uint32_t> ProgramIndex::given_object(const Function& function, PathId unit_path) const {
  if (unit_path == facts::kNone) {
    return std::nullopt;
  }
  const facts::AccessPath& whole = units[function.unit].paths[unit_path];
  const bool is_parameter = whole.root == facts::RootKind::kParameter && whole.elements.empty();
  return is_parameter                         ? std::optional(whole.index)
         : is_own_object(function, unit_path) ? std::optional(kOwnObject)
                                              : std::nullopt;
}

namespace {

// Whether the path, cut after the elements, goes on to a member that is no part of the lock there: of a class that is a
// lock by its base, and has much beside that.
bool leads_beside(const ProgramIndex& index, const facts::AccessPath& path, size_t elements) {
  constexpr size_t kFewFields = 3;
  auto next = std::find_if(path.elements.begin() + static_cast<std::ptrdiff_t>(elements), path.elements.end(),
                           [](const facts::PathElement& element) { return element.kind == ElementKind::kField; });
  if (next == path.elements.end()) {
    return false;
  }
  const Class* owner = owner_class(index, next->name);
  if (owner == nullptr || owner->facts.bases.empty()) {
    return false;
  }
  const std::vector<facts::FieldFacts>& fields = owner->facts.fields;
  return fields.size() > kFewFields && std::none_of(fields.begin(), fields.end(), [](const facts::FieldFacts& field) {
           return field.lock != facts::LockKind::kNone;
         });
}

} // namespace

std::string owner_of(const std::string& field) {
  const size_t colon = field.rfind("::");
  return colon == std::string::npos ? "" : field.substr(0, colon);
}

bool may_be_one_object(const ProgramIndex& index, const std::string& a, const std::string& b) {
  auto derives = [&](const std::string& from, const std::string& to) {
    std::vector<std::string> work{from};
    std::set<std::string> seen(work.begin(), work.end());
    while (!work.empty() && work.back() != to) {
      auto record = index.classes.find(work.back());
      work.pop_back();
      if (record == index.classes.end()) {
        return true; // of a class that is not seen it is not known
      }
      for (const std::string& base : record->second.facts.bases) {
        if (seen.insert(base).second) {
          work.push_back(base);
        }
      }
    }
    return !work.empty();
  };
  return a.empty() || b.empty() || derives(a, b) || derives(b, a);
}

const Class* owner_class(const ProgramIndex& index, const std::string& field) {
  auto owner = index.classes.find(owner_of(field));
  return owner == index.classes.end() ? nullptr : &owner->second;
}

LockPath resolve_lock(const ProgramIndex& index, PathId path) {
  const facts::AccessPath& whole = index.paths[path];
  LockPath best;
  size_t length = 0;
  auto consider = [&](const std::string& symbol, size_t elements) {
    auto found = index.lock_by_symbol.find(symbol);
    if (found == index.lock_by_symbol.end() || leads_beside(index, whole, elements)) {
      return false;
    }
    best.lock = found->second;
    length = elements;
    // What a value cell protects may hold locks of its own; every other lock object is opaque.
    return !is_cell(index.locks[found->second].kind);
  };
  bool is_named = whole.root == facts::RootKind::kGlobal || whole.root == facts::RootKind::kUnknown ||
                  whole.root == facts::RootKind::kLocal;
  bool done = is_named && !whole.name.empty() && consider(whole.name, 0);
  for (size_t i = 0; i < whole.elements.size() && !done; ++i) {
    if (whole.elements[i].kind == ElementKind::kField) {
      done = consider(whole.elements[i].name, i + 1);
    }
  }
  if (best.lock == kNoId) {
    return {kNoId, path};
  }
  const LockClass& found = index.locks[best.lock];
  if (length > 0 && found.symbol != whole.elements[length - 1].name && found.storage != facts::Storage::kField &&
      found.storage != facts::Storage::kBorrowed) {
    facts::AccessPath owners; // through a member that refers to the one object
    owners.root = facts::RootKind::kGlobal;
    owners.name = found.symbol;
    return {best.lock, index.paths.intern(owners)};
  }
  // An element of an array of locks is told from the array itself only as "some element".
  bool is_indexed = length < whole.elements.size() && whole.elements[length].kind == ElementKind::kIndex;
  return {best.lock, index.paths.truncate(path, is_indexed ? length + 1 : length)};
}

bool is_hidden(const ProgramIndex& index, const facts::FunctionFacts& function) {
  return (function.is_private || function.is_internal) && !function.is_virtual && !function.is_lambda &&
         !index.values.contains(function.symbol);
}

bool is_iterators_own(const ProgramIndex& index, const std::string& field) {
  const Class* owner = owner_class(index, field);
  return owner != nullptr && owner->facts.is_iterator;
}

std::unique_ptr<ProgramIndex> build_index(std::vector<facts::TuFacts> units) {
  auto index = std::make_unique<ProgramIndex>();
  index->units = std::move(units);
  sort_units(index->units);
  Builder(*index).run();
  return index;
}

} // namespace paraudit::link
