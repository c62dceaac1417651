// The facts of all units merged: one entry per function, state, class and lock class, whatever unit told of it.
//
// Merging is order-independent: units are sorted by name and content first, and where several tell of one symbol the
// first unit in that order counts (a definition before a declaration). Ids are dense and follow the sorted symbols.
// Thread-safety: none while linking, const after. The index owns the units that its functions point into.
#ifndef PARAUDIT_CHECKER_LINK_PROGRAM_INDEX_H
#define PARAUDIT_CHECKER_LINK_PROGRAM_INDEX_H

#include "checker/facts/facts.h"
#include "checker/link/path_table.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace paraudit::link {

using FunctionId = uint32_t;
using LockId = uint32_t;
using StateId = uint32_t;
inline constexpr uint32_t kNoId = facts::kNone;

// A position with its file's path as the user may see it (canonical) and as the command line spelt it.
struct Site {
  std::string file;
  std::string raw_file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t call_column = 0;
  uint32_t debug_line = 0;
  uint32_t debug_column = 0;
  uint32_t gcc_column = 0;

  std::strong_ordering operator<=>(const Site& other) const;
  bool operator==(const Site& other) const { return (*this <=> other) == 0; }
};

struct Function {
  facts::FunctionFacts* facts = nullptr; // owned by the unit; solving completes its locksets
  uint32_t unit = 0;
  bool has_body = false;
  bool is_specialised = false; // a copy, see specialise()
  bool is_repeated = false;    // ... while the function it was made of stays: what counts once, that tells
  // ... what its virtual calls on its own object, or on one that it is given, do not run: (slot, symbol)
  std::set<std::pair<uint32_t, std::string>> cut_targets;
  std::map<std::pair<facts::EventId, std::string>, FunctionId>
      specialised_callees; // calls that go to a copy, by callee
};

struct LockClass {
  std::string id; // canonical name, with an ordinal where that is not unique; one for all instantiations of a template
  std::string name;
  std::string symbol;
  bool is_template_instance = false;
  facts::LockKind kind = facts::LockKind::kNone;
  facts::Storage storage = facts::Storage::kNamespace;
  std::string type;
  Site site;
  std::vector<facts::AttributeArgument> acquired_before; // paths are ids of the program's table
  std::vector<facts::AttributeArgument> acquired_after;
};

struct State {
  std::string id; // as LockClass::id
  facts::StateObject facts;
  Site site;
  Site macro; // where the macro that declares it names it; without a file where none does
};

struct Class {
  facts::ClassFacts facts; // `instantiated` in any unit
  Site site;
};

struct ProgramIndex {
  std::vector<facts::TuFacts> units;
  // Unit path -> program path; both grow while locksets are solved.
  mutable std::vector<std::vector<PathId>> unit_paths;
  mutable PathTable paths;
  std::vector<Function> functions;
  std::vector<LockClass> locks;
  std::vector<State> states;
  std::deque<facts::FunctionFacts> copies; // functions made by specialise()
  std::deque<std::string> copy_symbols;    // ... and what they are known by
  std::map<std::string, Class> classes;
  std::map<std::string, facts::FieldFacts> fields; // by qualified name; paths of attributes as in LockClass
  std::map<std::string, Site> field_sites;
  std::set<std::string> borrowed_locks; // members that refer to somebody else's lock, by symbol
  std::set<std::string> values;         // functions used as values
  std::set<std::string> address_taken;  // ... of which no event tells where they go
  std::map<std::string, uint64_t> skipped;
  std::unordered_map<std::string_view, FunctionId> function_by_symbol; // symbols of the facts and copies above
  std::unordered_map<std::string, LockId> lock_by_symbol;
  std::unordered_map<std::string, StateId> state_by_symbol;
  bool has_main = false;

  FunctionId function(std::string_view symbol) const;
  PathId path(uint32_t unit, PathId unit_path) const;
  PathId path(const Function& function, PathId unit_path) const { return path(function.unit, unit_path); }
  Site site(const Function& function, const facts::Location& location) const;
  // Whether the path is what the function's `this` points to.
  bool is_own_object(const Function& function, PathId unit_path) const;
  // Which of the objects that the function is given the path is: a parameter's by its number, its own, or none.
  static constexpr uint32_t kOwnObject = kNoId;
  std::optional<uint32_t> given_object(const Function& function, PathId unit_path) const;
};

struct LockPath {
  LockId lock = kNoId; // kNoId: not known to be a lock (yet)
  PathId path = kNoPath;
};

// The lock class that a path leads to, with the path cut where the lock object begins: the mutex inside a wrapper
// class is the wrapper's object, whoever owns it.
LockPath resolve_lock(const ProgramIndex& index, PathId path);

// `ns::Table` of `ns::Table::rows`; empty where there is none.
std::string owner_of(const std::string& field);
// The class that has the field; nullptr where it is not known.
const Class* owner_class(const ProgramIndex& index, const std::string& field);

// Whether an object can be of both classes, as far as is known of them: one derives from the other. "" is any class.
bool may_be_one_object(const ProgramIndex& index, const std::string& a, const std::string& b);

// Whether a field belongs to an iterator. One is made for each walk: no other thread has it.
bool is_iterators_own(const ProgramIndex& index, const std::string& field);

// Whether only its class or file can call the function, and nobody has its address.
bool is_hidden(const ProgramIndex& index, const facts::FunctionFacts& function);

std::unique_ptr<ProgramIndex> build_index(std::vector<facts::TuFacts> units);

} // namespace paraudit::link

#endif
