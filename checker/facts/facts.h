// Facts of one translation unit: what extraction tells and link reads. Plain values, no Clang, no FlatBuffers.
//
// Thread-safety: value types. Cost: paths and locksets are interned per unit and referred to by index, so that an
// event stays small. Limits: access paths keep at most kMaxPathElements elements, then end in Truncated.
// Units: lines and columns count from 1, columns in bytes; 0 means "not known".
//
// Reading an access path: the root names an *object*, never a pointer. `This` is the object that `this` points to,
// `Parameter i` is the object that a reference or pointer parameter refers to (the parameter itself when it is passed
// by value). A Deref element follows a pointer or reference member or variable, so `this->mu_->lock()` with
// `Mutex* mu_` locks the path This . Field(ns::Class::mu_) . Deref.
#ifndef PARAUDIT_CHECKER_FACTS_FACTS_H
#define PARAUDIT_CHECKER_FACTS_FACTS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::facts {

#define PARAUDIT_KIND_BEGIN(Enum) enum class Enum : std::uint8_t {
#define PARAUDIT_KIND(Enum, enumerator, text) k##enumerator,
#define PARAUDIT_KIND_END(Enum)                                                                                        \
  kCount_                                                                                                              \
  }                                                                                                                    \
  ;
#include "checker/facts/kinds.def"

#define PARAUDIT_KIND_BEGIN(Enum) std::string_view to_string(Enum value);
#define PARAUDIT_KIND(Enum, enumerator, text)
#define PARAUDIT_KIND_END(Enum)
#include "checker/facts/kinds.def"

inline constexpr std::uint32_t kFormatVersion = 15;
inline constexpr std::uint32_t kNone = 0xffffffffU; // "no file", "no path", ...
inline constexpr std::size_t kMaxPathElements = 6;

using FileId = std::uint32_t;      // index in TuFacts::files
using PathId = std::uint32_t;      // index in TuFacts::paths
using LocksetId = std::uint32_t;   // index in TuFacts::locksets
using EventId = std::uint32_t;     // index in FunctionFacts::events
using SelectionId = std::uint32_t; // index in TuFacts::selections
using BlockId = std::uint32_t;     // index in FunctionFacts::blocks

// A source position with every column that some tool may give it. A position inside a macro is its expansion.
struct Location {
  FileId file = kNone;
  std::uint32_t line = 0;
  std::uint32_t column = 0;      // where Clang's diagnostics and ours point: the expression's own location
  std::uint32_t call_column = 0; // std::source_location::current() as a default argument, Clang
  std::uint32_t debug_line = 0;  // DWARF line of the call instruction, Clang (0: same as line)
  std::uint32_t debug_column = 0;
  std::uint32_t gcc_column = 0; // both kinds in GCC, where derivable
  FileId spelling_file = kNone; // where the tokens were written, when the position is inside a macro
  std::uint32_t spelling_line = 0;
  std::uint32_t spelling_column = 0;
  bool operator==(const Location&) const = default;
};

struct File {
  std::string raw;       // as the command line and include paths spell it: what source_location and DWARF record
  std::string canonical; // absolute, no . or .., symbolic links of the directory resolved
  bool system = false;
  bool operator==(const File&) const = default;
};

struct PathElement {
  ElementKind kind = ElementKind::kField;
  std::string name; // Field: qualified, `ns::Class<int>::field`
  bool operator==(const PathElement&) const = default;
};

// The field that stands for this thread's own value in an object with one value a thread.
inline constexpr std::string_view kOwnValueField = "paraudit::WorkerLocal::value_";

struct AccessPath {
  RootKind root = RootKind::kUnknown;
  std::uint32_t index = 0; // Parameter, Capture: which; Result, Temporary, Local: an ordinal that tells them apart
  std::string name;        // Global: the object's symbol (StateObject::symbol, LockDecl::symbol); else a display name
  std::vector<PathElement> elements;
  bool operator==(const AccessPath&) const = default;
};

struct HeldLock {
  PathId path = kNone;
  Mode mode = Mode::kExclusive;
  bool must = false;     // held on every path to here; otherwise on some
  EventId since = kNone; // the acquisition (or the call that acquired) in this function
  bool operator==(const HeldLock&) const = default;
};
using Lockset = std::vector<HeldLock>; // ordered by path, then mode

// `acquired_before(a, b)`, `guarded_by(m)` and friends: the argument as written and, where it resolves to a
// declaration, the path relative to the object that carries the attribute (root This or Global).
struct AttributeArgument {
  std::string text;
  PathId path = kNone;
  bool operator==(const AttributeArgument&) const = default;
};

// Which element of a container or array is meant: the variables (roots alone) whose values pick it, one to one as far
// as can be told. Of an argument or capture that is a number: the variables it is made of.
using Selection = std::vector<PathId>;
// Of root Unknown in a selection: a constant (its index), a number that an atomic counter gave to nobody else, and what
// stands for the element beside that of the variable's value (`v[i - 1]`; its index: how far).
inline constexpr std::string_view kConstantIndex = "constant", kClaimedIndex = "claimed", kNeighbourIndex = "neighbour";

// The declaration of a lock: a lock class. Instantiations of a template tell of it each: they share name and place, and
// differ in the symbol.
struct LockDecl {
  std::string name;   // canonical: `ns::Class::field`, `file.cpp::static_name`, `func()::name`
  std::string symbol; // key: the object's symbol for statics, the qualified name (`ns::Class<int>::field`) for fields
  LockKind kind = LockKind::kNone;
  Storage storage = Storage::kNamespace;
  std::string type;
  std::string owner_class; // fields only
  bool is_template_instance = false;
  Location where;
  std::vector<AttributeArgument> acquired_before;
  std::vector<AttributeArgument> acquired_after;
  bool operator==(const LockDecl&) const = default;
};

// How a type may change behind a const access path, found transitively through members and bases.
struct InteriorMutability {
  bool present = false;
  bool synchronised = false; // each such part is a lock, an atomic, or lies beside a lock of the same object
  std::string path;          // the first unsynchronised (else first) part, `member.sub`
  std::string reason;        // `mutable`, `pointee`, `cell`, ...
  bool operator==(const InteriorMutability&) const = default;
};

// An object with static storage duration.
struct StateObject {
  std::string symbol;      // key: linker_name, with `@file` added where linkage is internal
  std::string linker_name; // mangled: what nm prints
  std::string name;        // canonical, as LockDecl::name
  Storage storage = Storage::kNamespace;
  SyncKind sync = SyncKind::kNone;
  LockKind lock = LockKind::kNone;
  std::string type; // canonical
  Location where;   // the definition; the declaration where the definition is elsewhere
  bool is_definition = false;
  bool is_const = false; // the object itself; a `const char*` is not
  bool is_constexpr = false;
  bool is_reference = false;
  bool is_pointer = false;
  bool pointee_const = false; // pointers and references
  bool is_inline = false;
  bool is_internal = false; // linkage
  bool is_thread_local = false;
  bool is_template_instance = false;
  bool is_container = false;
  bool is_volatile = false;
  bool constant_initialised = false;
  bool dynamic_init = false; // runs code before main, or on first use
  bool dynamic_destruction = false;
  bool has_guard_variable = false; // the compiler emits a `guard variable for` symbol
  bool in_system_header = false;
  InteriorMutability interior;
  std::string function; // static locals: symbol of the function
  AttributeArgument guarded_by;
  AttributeArgument pt_guarded_by;
  bool operator==(const StateObject&) const = default;
};

struct FieldFacts {
  std::string name; // qualified, as in PathElement
  std::string type;
  std::string type_class; // canonical name of the record type (after pointers and references), or empty
  Location where;
  SyncKind sync = SyncKind::kNone;
  LockKind lock = LockKind::kNone;
  bool is_mutable = false;
  bool is_const = false;
  bool is_reference = false;
  bool is_pointer = false;
  bool pointee_const = false;
  bool is_container = false;
  InteriorMutability interior;
  AttributeArgument guarded_by;
  AttributeArgument pt_guarded_by;
  bool operator==(const FieldFacts&) const = default;
};

struct MethodFacts {
  std::string symbol;
  std::vector<std::string> overrides; // symbols it overrides directly
  bool is_pure = false;
  bool operator==(const MethodFacts&) const = default;
};

struct ClassFacts {
  std::string name; // canonical, with template arguments
  Location where;
  std::vector<std::string> bases;
  std::vector<FieldFacts> fields;
  std::vector<MethodFacts> virtual_methods;
  LockKind lock = LockKind::kNone; // capability or wrapper class
  bool is_guard = false;           // scoped_lockable
  bool instantiated = false;       // an object of exactly this class is created in this unit
  bool is_abstract = false;
  bool is_iterator = false; // steps through something, and is copied for each walk
  bool operator==(const ClassFacts&) const = default;
};

// A value given for a parameter: for pointers and references the object referred to, else the object copied from.
struct Actual {
  PathId path = kNone;
  bool by_reference = false; // reference or pointer: the callee can reach the object
  bool to_const = false;     // ... but not change it through that
  SelectionId selection = kNone;
  bool is_constant = false;     // the compiler knows its value
  std::int64_t constant = 0;    // ... a pointer that is not null counts as 1
  std::uint32_t passes = kNone; // the parameter of the caller that is passed on as it came
  bool hands_over = false;      // the only owner of an object: `std::unique_ptr` by value
  bool may_be_null = false;     // ... or no object: `is_shared ? &mutex : nullptr`
  bool operator==(const Actual&) const = default;
};

// A callable value: a lambda, a function, a bound member function or an object that holds one.
struct Callable {
  CalleeKind kind = CalleeKind::kNone;
  std::string symbol;              // Direct: the function, the lambda's or functor's call operator
  PathId path = kNone;             // FunctionPointer, FunctionObject: where the callable is stored
  std::string type;                // its signature, `void (int)`
  Actual receiver;                 // the captured or bound `this`
  std::vector<Actual> captures;    // by index of RootKind::kCapture in the lambda
  std::vector<Actual> bound;       // arguments that are passed along (thread, async, bind)
  std::uint32_t parameter = kNone; // which parameter of the call it is given for
  bool operator==(const Callable&) const = default;
};

// One thing a function does, in the order of the block it is in. `held` is the lockset just before; through a call,
// what the caller holds is held too, less `released`.
//
//   Acquire     locks (more than one: all at once, no order among them); mode; is_try; guard when a guard takes it;
//               actuals: the guards, when std::lock takes the locks of several
//   Release     locks; guard when a guard releases it
//   GuardBind   guard now refers to locks: not owned (defer_lock) unless `owned` (adopt_lock)
//   GuardMove   guard takes over what source held; GuardDrop: guard forgets its locks without a release (release())
//   Bind        path (ends in Deref) now refers to source: a reference or pointer member or local
//   Call        callee (symbol, or signature in `text`), receiver, actuals, callables, result
//   Access      path, access, is_atomic; `text`: the container method or the memory order
//   Blocking    text: what blocks, `join`, `sleep`, `file-io`, `future-wait`, ...; path: on which object
//   Dispatch    a parallel construct (`text`) gets callables; is_synchronous: returns only after they ran
//   Join        waits for the parallel work of path
//   Wait        path: condition variable; locks: what it releases meanwhile; callables: the predicate
//   Escape      path leaves the function: `text` is `return`, `return-view` (an iterator, a view), `store`; source:
//               where it is stored. `to_const`: what leaves cannot change the object. `keep`: callables are stored at
//               path, or without one where nobody follows them. `hold`: the variable `source` refers to the thread's
//               own object at path; `hold-use`: `source` is used
//   AssertHeld  locks are held by contract here (assert_capability, AssertHeld())
//   Order       path, source: objects (or containers) whose addresses or keys decide an order; `text`: `sort`, ...
//   InitBegin/InitEnd  locks[0]: the static-init guard or once flag under which the code between runs
struct Event {
  EventKind kind = EventKind::kCall;
  Location where;
  LocksetId held = kNone;
  LocksetId released = kNone; // locks of the caller that this function has given up at this point
  Mode mode = Mode::kExclusive;
  AccessKind access = AccessKind::kRead;
  CalleeKind callee_kind = CalleeKind::kNone;
  bool is_try = false;
  bool owned = false;
  bool is_atomic = false;
  bool is_implicit = false; // destructors, static-init guards: no token of its own in the source
  bool is_synchronous = false;
  bool in_condition = false; // Access: decides a branch
  bool to_const = false;     // Escape
  bool is_predicate = false; // Call: of what a wait tests, which runs under the waiter's lock by contract
  BlockId decides = kNone;   // Access, Call: the block whose branch it decides, itself or through a variable
  PathId path = kNone;
  PathId source = kNone;
  PathId guard = kNone;
  PathId result = kNone; // Call: the object initialised by the result; GuardDrop: a variable's name of the lock
  SelectionId selection = kNone;
  ValueUse use = ValueUse::kIgnored; // Access: what becomes of a counter's value; emptied: null, zero, false or -1
  std::vector<PathId> locks;
  std::string callee; // symbol; Virtual: the statically named method
  std::string text;
  Actual receiver;
  std::string receiver_class; // Call: the object's class as the caller knows it, where another declares the callee
  std::vector<Actual> actuals;
  std::vector<std::string> actual_classes; // as receiver_class, of the arguments; none where no argument tells more
  std::vector<Callable> callables;
  bool operator==(const Event&) const = default;
};

// A local of the function around a loop that an iteration leaves changed for the next.
struct Carried {
  CarriedKind kind = CarriedKind::kValue;
  std::string name;
  std::string text; // Append, Change: the method
  Location where;
  bool is_only_walked = false; // Append: the function does no more with it than to go through it in loops
  bool operator==(const Carried&) const = default;
};

// A stretch of source in the file of what it belongs to.
struct Span {
  std::uint32_t begin_line = 0;
  std::uint32_t begin_column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  bool operator==(const Span&) const = default;
};

// A loop over a collection: range-based, or counting or iterating from its begin to its end.
struct Loop {
  Location where;
  std::uint32_t begin_line = 0; // of the body, in the same file
  std::uint32_t begin_column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  PathId collection = kNone;
  PathId variable = kNone;
  IterationOrder order = IterationOrder::kStable;
  bool leaves_early = false; // break, return, goto or throw
  std::uint32_t cost = 0;    // of one iteration without what it calls of the program: operations (analysis/price.h)
  std::vector<PathId> inner; // locals declared inside
  std::vector<Carried> carried;
  bool prints_addresses = false; // its output differs from run to run in any order
  std::vector<Span> failing;     // blocks inside that set the flag that an assertion behind the loop fails on
  bool operator==(const Loop&) const = default;
};

// What decides which successor a block goes on to: successors[0] when it holds, successors[1] when not. Of a block with
// one successor that returns a truth value or a number: whether that is true, or not zero.
struct Condition {
  ConditionKind kind = ConditionKind::kNone;
  bool negated = false;
  EventId event = kNone; // TryAcquired: the acquisition, or a call that returns true; ZeroResult: that returns zero
  PathId path = kNone;   // GuardOwns: the guard; NonNull: the pointer's pointee; Flag, Compare, Truth: what is tested
  PathId other = kNone;  // Compare: the other side (addresses or ids that decide an order)
  Location where{};      // the test itself
  bool operator==(const Condition&) const = default;
};

// A branch on a parameter that keeps its value: successors[0] where it equals `value`, or, `unequal`, where
// it does not. Of a switch: successors[i] where it equals cases[i], the last successor where it equals none.
struct ParameterTest {
  std::uint32_t parameter = kNone;
  std::int64_t value = 0;
  bool unequal = false;
  std::vector<std::int64_t> cases{}; // a switch
  bool operator==(const ParameterTest&) const = default;
};

struct Block {
  EventId first = 0;
  std::uint32_t count = 0;
  std::vector<BlockId> successors; // kNone: infeasible
  Condition condition;
  ParameterTest parameter_test;
  bool operator==(const Block&) const = default;
};

struct DeltaLock {
  PathId path = kNone;
  Mode mode = Mode::kExclusive;
  bool must = true;
  Tells tells = Tells::kNothing; // acquired: where the result is another, it was not
  bool operator==(const DeltaLock&) const = default;
};

struct DeltaBinding {
  PathId path = kNone;   // ends in Deref
  PathId source = kNone; // the object it refers to
  bool operator==(const DeltaBinding&) const = default;
};

struct GuardMove {
  PathId to = kNone;
  PathId from = kNone;
  bool operator==(const GuardMove&) const = default;
};

struct DeltaGuard {
  PathId guard = kNone; // rooted at This, Parameter or Return
  PathId lock = kNone;
  Mode mode = Mode::kExclusive;
  bool owned = true;
  bool operator==(const DeltaGuard&) const = default;
};

// What a call changes for its caller, over the roots This, Parameter, Capture, Global and Return.
struct ExitDelta {
  std::vector<DeltaLock> acquired;
  std::vector<DeltaLock> released;
  std::vector<DeltaGuard> guards;      // guards that outlive the call, the returned one included
  std::vector<PathId> released_guards; // guards of the caller that it unlocked or destroyed
  std::vector<DeltaBinding> bindings;  // reference and pointer members set
  std::vector<GuardMove> moved_guards; // what guards of the caller held, others that outlive the call do
  bool try_result = false;             // attributes: the result says whether `acquired` happened
  bool is_about_locks() const {
    return !acquired.empty() || !released.empty() || !guards.empty() || !released_guards.empty() ||
           !moved_guards.empty();
  }
  bool is_nothing() const { return !is_about_locks() && bindings.empty(); }
  bool operator==(const ExitDelta&) const = default;
};

struct Parameter {
  std::string name;
  std::string type;
  bool by_reference = false;
  bool to_const = false;
  bool operator==(const Parameter&) const = default;
};

// Where a number, or text that is made of it, comes from or goes to.
struct ValuePlace {
  ValuePlaceKind kind = ValuePlaceKind::kField;
  std::uint32_t index = 0; // Draw: the event; Parameter, Out: which
  std::string name;        // Field, Global, Local, Key; Parameter, Out, Return: the function, none: this one
  auto operator<=>(const ValuePlace&) const = default;
};

// A call that a value goes through: it comes out of the callee's result (kNone) or of a parameter by reference.
struct Transit {
  std::string callee;
  std::uint32_t in = 0;
  std::uint32_t out = kNone;
  auto operator<=>(const Transit&) const = default;
};

// What reaches one place from another in one function, whatever the order of its statements. Locals of its own are
// left out: what goes through them has one flow.
struct ValueFlow {
  ValuePlace from;
  ValuePlace to;
  std::vector<Transit> through;
  Location where; // of the use
  bool operator==(const ValueFlow&) const = default;
};

struct FunctionFacts {
  std::string symbol; // key: mangled; `@file` added where linkage is internal; lambdas: parent + position
  std::string name;   // of the declaration, qualified, as users write it in --parallel-entry
  std::string class_name;
  std::string signature; // type, for calls through pointers: `void (int)`
  Location where;
  std::uint32_t end_line = 0;
  std::string parent; // lambdas: symbol of the enclosing function
  bool is_internal = false;
  bool is_const = false;
  bool is_static = false;
  bool is_private = false;
  bool is_virtual = false;
  bool is_constructor = false;
  bool is_destructor = false;
  bool is_lambda = false;
  bool is_template_instance = false;
  bool is_initializer = false; // pseudo function: dynamic initialisers of this unit's namespace-scope objects
  bool is_main = false;
  bool in_system_header = false;
  bool no_analysis = false; // no_thread_safety_analysis, or the CFG could not be built
  std::vector<Parameter> parameters;
  std::vector<std::string> captures; // lambdas: display names by index
  std::vector<DeltaLock> required;   // attributes: must be held by the caller
  std::vector<PathId> excluded;      // attributes: must not be held
  std::vector<Block> blocks;         // blocks[0] is the entry
  BlockId exit = kNone;
  std::vector<Event> events;
  ExitDelta delta;
  std::vector<Loop> loops;
  std::uint32_t cost = 0; // as Loop::cost, of one call
  std::vector<ValueFlow> flows;
  bool operator==(const FunctionFacts&) const = default;
};

// What extraction left out, by reason: an audit that saw nothing must be able to say so.
struct SkipCount {
  std::string reason;
  std::uint64_t count = 0;
  bool operator==(const SkipCount&) const = default;
};

struct TuFacts {
  std::uint32_t version = kFormatVersion;
  std::string main_file; // canonical
  std::string command;   // hash of the flags that matter
  std::vector<File> files;
  std::vector<AccessPath> paths;
  std::vector<Lockset> locksets; // locksets[0] is empty
  std::vector<Selection> selections;
  std::vector<LockDecl> locks;
  std::vector<StateObject> states;
  std::vector<ClassFacts> classes;
  std::vector<FunctionFacts> functions;    // with a body, by symbol
  std::vector<FunctionFacts> declarations; // without one, where attributes give them a contract
  std::vector<std::string> address_taken;  // functions and lambdas used as values of which no event tells where to
  std::vector<SkipCount> skipped;
  bool operator==(const TuFacts&) const = default;
};

} // namespace paraudit::facts

#endif
