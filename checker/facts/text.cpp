#include "checker/facts/text.h"

#include <sstream>

namespace paraudit::facts {
namespace {

class Printer {
 public:
  explicit Printer(const TuFacts& facts) : facts_(facts) {}

  std::string run();

 private:
  std::string at(const Location& where) const;
  std::string path(PathId id) const { return id < facts_.paths.size() ? path_text(facts_.paths[id]) : "-"; }
  std::string paths(const std::vector<PathId>& ids) const {
    std::string text;
    for (const PathId id : ids)
      text += (text.empty() ? "" : ", ") + path(id);
    return "{" + text + "}";
  }
  std::string lockset(const char* name, LocksetId id) const;
  std::string lock(const DeltaLock& delta) const {
    const std::string when = delta.tells == Tells::kNothing ? "" : " if result " + std::string(to_string(delta.tells));
    return path(delta.path) + (delta.mode == Mode::kShared ? " shared" : "") + (delta.must ? "" : " maybe") + when;
  }
  std::string selection(SelectionId id) const {
    return id < facts_.selections.size() ? " by " + paths(facts_.selections[id]) : "";
  }
  std::string actual(const Actual& a) const {
    return (a.by_reference ? (a.to_const ? "const& " : "& ")
            : a.hands_over ? "&& "
                           : "") +
           path(a.path) + selection(a.selection) + (a.is_constant ? " is " + std::to_string(a.constant) : "") +
           (a.may_be_null ? " or null" : "") + (a.passes != kNone ? " passes param " + std::to_string(a.passes) : "");
  }
  std::string actuals(const std::vector<Actual>& values) const {
    std::string text;
    for (const Actual& value : values)
      text += (text.empty() ? "" : ", ") + actual(value);
    return "(" + text + ")";
  }
  std::string callable(const Callable& c) const;
  void flag(bool value, const char* name) {
    if (value)
      out_ << ' ' << name;
  }
  void field(const char* name, const std::string& value) {
    if (!value.empty())
      out_ << ' ' << name << '=' << value;
  }
  void field(const char* name, const AttributeArgument& argument) {
    if (argument.text.empty())
      return;
    field(name, argument.text);
    if (argument.path != kNone)
      out_ << " (" << path(argument.path) << ")";
  }
  void interior(const InteriorMutability& i) {
    if (i.present)
      out_ << (i.synchronised ? " interior-synchronised=" : " interior=") << i.path << ":" << i.reason;
  }
  void print(const LockDecl& l);
  void print(const StateObject& s);
  void print(const ClassFacts& c);
  void print(const FunctionFacts& f, const char* heading);
  void print(const Event& e, EventId id);
  void print(const Loop& l);
  void print(const ValueFlow& f);
  void print(const Condition& c);
  void print(const ParameterTest& test);
  void print(const ExitDelta& d);

  const TuFacts& facts_;
  std::ostringstream out_;
};

std::string Printer::at(const Location& where) const {
  if (where.file >= facts_.files.size())
    return "-";
  std::ostringstream text;
  const std::string& raw = facts_.files[where.file].raw;
  text << raw.substr(raw.rfind('/') + 1) << ':' << where.line << ':' << where.column;
  if (where.call_column && where.call_column != where.column)
    text << " call:" << where.call_column;
  if (where.debug_column && (where.debug_column != where.column || where.debug_line))
    text << " debug:" << (where.debug_line ? std::to_string(where.debug_line) + ":" : "") << where.debug_column;
  if (where.gcc_column && where.gcc_column != where.column)
    text << " gcc:" << where.gcc_column;
  if (where.spelling_file != kNone)
    text << " spelled:" << where.spelling_line << ':' << where.spelling_column;
  return text.str();
}

std::string Printer::lockset(const char* name, LocksetId id) const {
  if (id >= facts_.locksets.size() || facts_.locksets[id].empty())
    return "";
  std::string text;
  for (const HeldLock& held : facts_.locksets[id])
    text += (text.empty() ? "" : ", ") + lock({held.path, held.mode, held.must});
  return std::string("  ") + name + " {" + text + "}";
}

std::string Printer::callable(const Callable& c) const {
  std::string text{to_string(c.kind)};
  if (!c.symbol.empty())
    text += " " + c.symbol;
  if (c.path != kNone)
    text += " " + path(c.path);
  if (!c.type.empty())
    text += " '" + c.type + "'";
  if (c.receiver.path != kNone)
    text += " receiver " + actual(c.receiver);
  if (!c.captures.empty())
    text += " captures " + actuals(c.captures);
  if (!c.bound.empty())
    text += " bound " + actuals(c.bound);
  if (c.parameter != kNone)
    text += " as argument " + std::to_string(c.parameter);
  return "[" + text + "]";
}

void Printer::print(const LockDecl& l) {
  out_ << "lock " << l.name << " " << to_string(l.kind) << " " << to_string(l.storage) << " '" << l.type << "' "
       << at(l.where);
  if (l.is_template_instance)
    out_ << " instance " << l.symbol;
  for (const AttributeArgument& a : l.acquired_before)
    field("before", a);
  for (const AttributeArgument& a : l.acquired_after)
    field("after", a);
  out_ << '\n';
}

void Printer::print(const StateObject& s) {
  out_ << "state " << s.name << " " << to_string(s.storage) << " '" << s.type << "' " << at(s.where) << " symbol "
       << s.symbol;
  if (s.sync != SyncKind::kNone)
    out_ << " sync=" << to_string(s.sync);
  if (s.lock != LockKind::kNone)
    out_ << " lock=" << to_string(s.lock);
  flag(!s.is_definition, "declaration");
  flag(s.is_const, "const");
  flag(s.is_constexpr, "constexpr");
  flag(s.is_reference, "reference");
  flag(s.is_pointer, "pointer");
  flag(s.pointee_const, "pointee-const");
  flag(s.is_inline, "inline");
  flag(s.is_internal, "internal");
  flag(s.is_thread_local, "thread-local");
  flag(s.is_template_instance, "template-instance");
  flag(s.is_container, "container");
  flag(s.is_volatile, "volatile");
  flag(s.constant_initialised, "constant-init");
  flag(s.dynamic_init, "dynamic-init");
  flag(s.dynamic_destruction, "dynamic-destruction");
  flag(s.has_guard_variable, "guard-variable");
  interior(s.interior);
  field("guarded_by", s.guarded_by);
  field("pt_guarded_by", s.pt_guarded_by);
  out_ << '\n';
}

void Printer::print(const ClassFacts& c) {
  out_ << "class " << c.name << " " << at(c.where);
  for (const std::string& base : c.bases)
    field("base", base);
  if (c.lock != LockKind::kNone)
    out_ << " lock=" << to_string(c.lock);
  flag(c.is_guard, "guard");
  flag(c.instantiated, "instantiated");
  flag(c.is_abstract, "abstract");
  flag(c.is_iterator, "iterator");
  out_ << '\n';
  for (const FieldFacts& f : c.fields) {
    out_ << "  field " << f.name << " '" << f.type << "'";
    if (f.sync != SyncKind::kNone)
      out_ << " sync=" << to_string(f.sync);
    if (f.lock != LockKind::kNone)
      out_ << " lock=" << to_string(f.lock);
    flag(f.is_mutable, "mutable");
    flag(f.is_const, "const");
    flag(f.is_reference, "reference");
    flag(f.is_pointer, "pointer");
    flag(f.pointee_const, "pointee-const");
    flag(f.is_container, "container");
    interior(f.interior);
    field("guarded_by", f.guarded_by);
    field("pt_guarded_by", f.pt_guarded_by);
    out_ << '\n';
  }
  for (const MethodFacts& m : c.virtual_methods) {
    out_ << "  virtual " << m.symbol;
    for (const std::string& overridden : m.overrides)
      field("overrides", overridden);
    flag(m.is_pure, "pure");
    out_ << '\n';
  }
}

void Printer::print(const Event& e, EventId id) {
  out_ << "    " << id << ": " << to_string(e.kind);
  switch (e.kind) {
  case EventKind::kAccess:
    out_ << ' ' << to_string(e.access) << ' ' << path(e.path) << selection(e.selection);
    if (e.use != ValueUse::kIgnored)
      out_ << " value " << to_string(e.use);
    break;
  case EventKind::kCall:
    out_ << ' ' << to_string(e.callee_kind) << ' ' << (e.callee.empty() ? path(e.path) : e.callee)
         << actuals(e.actuals);
    if (!e.callee.empty() && e.path != kNone)
      out_ << " in " << path(e.path);
    break;
  default:
    if (e.path != kNone)
      out_ << ' ' << path(e.path);
    break;
  }
  if (!e.locks.empty())
    out_ << ' ' << paths(e.locks);
  flag(e.mode == Mode::kShared, "shared");
  flag(e.is_try, "try");
  flag(e.owned, "owned");
  flag(e.is_atomic, "atomic");
  flag(e.is_implicit, "implicit");
  flag(e.is_synchronous, "synchronous");
  flag(e.in_condition, "in-condition");
  flag(e.to_const, "to-const");
  flag(e.is_predicate, "predicate");
  if (e.decides != kNone)
    out_ << " decides B" << e.decides;
  if (e.guard != kNone)
    out_ << " guard " << path(e.guard);
  if (e.source != kNone)
    out_ << " from " << path(e.source);
  if (e.receiver.path != kNone)
    out_ << " receiver " << actual(e.receiver);
  if (!e.receiver_class.empty())
    out_ << " of " << e.receiver_class;
  for (std::size_t i = 0; i < e.actual_classes.size(); ++i)
    if (!e.actual_classes[i].empty())
      out_ << " argument " << i << " of " << e.actual_classes[i];
  if (e.result != kNone)
    out_ << " result " << path(e.result);
  if (!e.text.empty())
    out_ << " \"" << e.text << '"';
  for (const Callable& c : e.callables)
    out_ << ' ' << callable(c);
  out_ << "  @ " << at(e.where) << lockset("held", e.held) << lockset("released", e.released) << '\n';
}

void Printer::print(const Loop& l) {
  out_ << "  loop " << to_string(l.order) << " over " << path(l.collection) << " with " << path(l.variable) << " cost "
       << l.cost;
  flag(l.leaves_early, "leaves-early");
  flag(l.prints_addresses, "prints-addresses");
  out_ << " body " << l.begin_line << ':' << l.begin_column << '-' << l.end_line << ':' << l.end_column << " inner "
       << paths(l.inner) << "  @ " << at(l.where) << '\n';
  for (const Carried& c : l.carried)
    out_ << "    carries " << to_string(c.kind) << ' ' << c.name << " \"" << c.text << '"'
         << (c.is_only_walked ? " only-walked" : "") << "  @ " << at(c.where) << '\n';
  for (const Span& s : l.failing)
    out_ << "    failing " << s.begin_line << ':' << s.begin_column << '-' << s.end_line << ':' << s.end_column << '\n';
}

std::string place_text(const ValuePlace& p) {
  const bool has_index =
      p.kind == ValuePlaceKind::kDraw || p.kind == ValuePlaceKind::kParameter || p.kind == ValuePlaceKind::kOut;
  return std::string(to_string(p.kind)) + (has_index ? " " + std::to_string(p.index) : "") +
         (p.name.empty() ? "" : " " + p.name);
}

void Printer::print(const ValueFlow& f) {
  out_ << "  value of " << place_text(f.from) << " to " << place_text(f.to);
  for (const Transit& t : f.through)
    out_ << " through " << t.callee << ' ' << t.in << (t.out == kNone ? "" : " to " + std::to_string(t.out));
  out_ << "  @ " << at(f.where) << '\n';
}

void Printer::print(const Condition& c) {
  if (c.kind == ConditionKind::kNone)
    return;
  out_ << " if " << (c.negated ? "not " : "") << to_string(c.kind);
  if (c.event != kNone)
    out_ << " event " << c.event;
  if (c.path != kNone)
    out_ << ' ' << path(c.path);
  if (c.other != kNone)
    out_ << " with " << path(c.other);
}

void Printer::print(const ParameterTest& test) {
  if (test.parameter == kNone)
    return;
  if (test.cases.empty()) {
    out_ << " if param " << test.parameter << (test.unequal ? " != " : " == ") << test.value;
    return;
  }
  out_ << " switch param " << test.parameter << ":";
  for (const std::int64_t value : test.cases)
    out_ << ' ' << value;
}

void Printer::print(const ExitDelta& d) {
  for (const DeltaLock& l : d.acquired)
    out_ << "    exit acquired " << lock(l) << '\n';
  for (const DeltaLock& l : d.released)
    out_ << "    exit released " << lock(l) << '\n';
  for (const DeltaGuard& g : d.guards)
    out_ << "    exit guard " << path(g.guard) << " of " << lock({g.lock, g.mode, true, Tells::kNothing})
         << (g.owned ? "" : " not owned") << '\n';
  for (const PathId g : d.released_guards)
    out_ << "    exit releases guard " << path(g) << '\n';
  for (const DeltaBinding& b : d.bindings)
    out_ << "    exit binding " << path(b.path) << " := " << path(b.source) << '\n';
  for (const GuardMove& g : d.moved_guards)
    out_ << "    exit moves guard " << path(g.from) << " to " << path(g.to) << '\n';
  if (d.try_result)
    out_ << "    exit result tells whether acquired\n";
}

void Printer::print(const FunctionFacts& f, const char* heading) {
  out_ << heading << ' ' << f.name << " '" << f.signature << "' " << at(f.where) << " symbol " << f.symbol;
  field("class", f.class_name);
  field("parent", f.parent);
  flag(f.is_internal, "internal");
  flag(f.is_const, "const");
  flag(f.is_static, "static");
  flag(f.is_private, "private");
  flag(f.is_virtual, "virtual");
  flag(f.is_constructor, "constructor");
  flag(f.is_destructor, "destructor");
  flag(f.is_lambda, "lambda");
  flag(f.is_template_instance, "template-instance");
  flag(f.is_initializer, "initializer");
  flag(f.is_main, "main");
  flag(f.no_analysis, "no-analysis");
  out_ << '\n';
  for (const DeltaLock& l : f.required)
    out_ << "    requires " << lock(l) << '\n';
  for (const PathId p : f.excluded)
    out_ << "    excludes " << path(p) << '\n';
  for (BlockId b = 0; b < f.blocks.size(); ++b) {
    const Block& block = f.blocks[b];
    out_ << "  B" << b << (b == f.exit ? " exit" : "") << " ->";
    for (const BlockId next : block.successors)
      out_ << ' ' << (next == kNone ? std::string("-") : "B" + std::to_string(next));
    print(block.condition);
    print(block.parameter_test);
    out_ << '\n';
    for (EventId id = block.first; id < block.first + block.count; ++id)
      print(f.events[id], id);
  }
  print(f.delta);
  for (const Loop& l : f.loops)
    print(l);
  for (const ValueFlow& flow : f.flows)
    print(flow);
}

std::string Printer::run() {
  for (const LockDecl& l : facts_.locks)
    print(l);
  for (const StateObject& s : facts_.states)
    print(s);
  for (const ClassFacts& c : facts_.classes)
    print(c);
  for (const FunctionFacts& f : facts_.functions)
    print(f, "function");
  for (const FunctionFacts& f : facts_.declarations)
    print(f, "declaration");
  for (const std::string& symbol : facts_.address_taken)
    out_ << "address-taken " << symbol << '\n';
  for (const SkipCount& s : facts_.skipped)
    out_ << "skipped " << s.count << ' ' << s.reason << '\n';
  return out_.str();
}

std::string root_text(const AccessPath& path) {
  switch (path.root) {
  case RootKind::kThis:
    return "this";
  case RootKind::kUnknown:
    return "?";
  case RootKind::kReturn:
    return "return";
  case RootKind::kGlobal:
    return path.name;
  default:
    return std::string(to_string(path.root)) + std::to_string(path.index) +
           (path.name.empty() ? "" : "(" + path.name + ")");
  }
}

} // namespace

std::string path_text(const AccessPath& path) {
  std::string text = root_text(path);
  for (const PathElement& element : path.elements) {
    switch (element.kind) {
    case ElementKind::kField:
      text += "." + element.name.substr(element.name.rfind(':') + 1);
      break;
    case ElementKind::kDeref:
      text += "->*";
      break;
    case ElementKind::kIndex:
      text += "[]";
      break;
    default:
      text += "...";
      break;
    }
  }
  return text;
}

std::string path_text(const TuFacts& facts, PathId path) {
  return path < facts.paths.size() ? path_text(facts.paths[path]) : "-";
}

std::string to_text(const TuFacts& facts) {
  return Printer(facts).run();
}

} // namespace paraudit::facts
