#include "checker/facts/pack.h"

#include "checker/facts/flags.h"
#include "facts_generated.h"

namespace paraudit::facts {
namespace {

using flatbuffers::Offset;

template <class E> std::uint8_t number(E value) {
  return static_cast<std::uint8_t>(value);
}

fb::Location pack(const Location& l) {
  return fb::Location(l.file, l.line, l.column, l.call_column, l.debug_line, l.debug_column, l.gcc_column,
                      l.spelling_file, l.spelling_line, l.spelling_column);
}
fb::Actual pack(const Actual& a) {
  return fb::Actual(a.path, a.by_reference, a.to_const, a.selection, a.is_constant, a.constant, a.passes, a.hands_over,
                    a.may_be_null);
}
fb::HeldLock pack(const HeldLock& h) {
  return fb::HeldLock(h.path, h.since, number(h.mode), h.must);
}
fb::DeltaLock pack(const DeltaLock& d) {
  return fb::DeltaLock(d.path, number(d.mode), d.must, number(d.tells));
}
fb::DeltaBinding pack(const DeltaBinding& d) {
  return fb::DeltaBinding(d.path, d.source);
}
fb::GuardMove pack(const GuardMove& m) {
  return fb::GuardMove(m.to, m.from);
}
fb::DeltaGuard pack(const DeltaGuard& d) {
  return fb::DeltaGuard(d.guard, d.lock, number(d.mode), d.owned);
}
fb::Span pack(const Span& s) {
  return fb::Span(s.begin_line, s.begin_column, s.end_line, s.end_column);
}

// Children before parents, as FlatBuffers wants it; empty strings and vectors are left out.
class Packer {
 public:
  std::string run(const TuFacts& t);

 private:
  Offset<flatbuffers::String> string(const std::string& s) { return s.empty() ? 0 : builder_.CreateSharedString(s); }

  template <class T> auto tables(const std::vector<T>& values) {
    using Packed = decltype(table(values.front()));
    std::vector<Packed> packed;
    packed.reserve(values.size());
    for (const T& value : values)
      packed.push_back(table(value));
    return packed.empty() ? Offset<flatbuffers::Vector<Packed>>(0) : builder_.CreateVector(packed);
  }
  template <class T> auto structs(const std::vector<T>& values) {
    using Packed = decltype(pack(values.front()));
    std::vector<Packed> packed;
    packed.reserve(values.size());
    for (const T& value : values)
      packed.push_back(pack(value));
    return packed.empty() ? Offset<flatbuffers::Vector<const Packed*>>(0) : builder_.CreateVectorOfStructs(packed);
  }
  template <class T> Offset<flatbuffers::Vector<T>> numbers(const std::vector<T>& values) {
    return values.empty() ? Offset<flatbuffers::Vector<T>>(0) : builder_.CreateVector(values);
  }

  Offset<flatbuffers::String> table(const std::string& s) { return builder_.CreateSharedString(s); }
  Offset<fb::File> table(const File& f) {
    auto raw = string(f.raw);
    return fb::CreateFile(builder_, raw, string(f.canonical), f.system);
  }
  Offset<fb::PathElement> table(const PathElement& e) {
    return fb::CreatePathElement(builder_, number(e.kind), string(e.name));
  }
  Offset<fb::AccessPath> table(const AccessPath& p) {
    auto name = string(p.name);
    return fb::CreateAccessPath(builder_, number(p.root), p.index, name, tables(p.elements));
  }
  Offset<fb::Lockset> table(const Lockset& l) { return fb::CreateLockset(builder_, structs(l)); }
  Offset<fb::AttributeArgument> table(const AttributeArgument& a) {
    return fb::CreateAttributeArgument(builder_, string(a.text), a.path);
  }
  Offset<fb::AttributeArgument> optional(const AttributeArgument& a) {
    return a == AttributeArgument{} ? Offset<fb::AttributeArgument>(0) : table(a);
  }
  Offset<fb::Interior> optional(const InteriorMutability& i) {
    if (!i.present)
      return 0;
    auto path = string(i.path);
    return fb::CreateInterior(builder_, i.synchronised, path, string(i.reason));
  }
  Offset<fb::LockDecl> table(const LockDecl& l);
  Offset<fb::StateObject> table(const StateObject& s);
  Offset<fb::Field> table(const FieldFacts& f);
  Offset<fb::Method> table(const MethodFacts& m) {
    auto symbol = string(m.symbol);
    return fb::CreateMethod(builder_, symbol, tables(m.overrides), m.is_pure);
  }
  Offset<fb::Class> table(const ClassFacts& c);
  Offset<fb::Callable> table(const Callable& c);
  Offset<fb::Event> table(const Event& e);
  Offset<fb::Block> table(const Block& b) {
    const auto where = pack(b.condition.where);
    const auto successors = numbers(b.successors);
    return fb::CreateBlock(builder_, b.first, b.count, successors, number(b.condition.kind), b.condition.negated,
                           b.condition.event, b.condition.path, b.condition.other,
                           b.condition.where.line == 0 ? nullptr : &where, b.parameter_test.parameter,
                           b.parameter_test.value, b.parameter_test.unequal, numbers(b.parameter_test.cases));
  }
  Offset<fb::Parameter> table(const Parameter& p) {
    auto name = string(p.name);
    return fb::CreateParameter(builder_, name, string(p.type), p.by_reference, p.to_const);
  }
  Offset<fb::Selection> table(const Selection& s) { return fb::CreateSelection(builder_, numbers(s)); }
  Offset<fb::Carried> table(const Carried& c);
  Offset<fb::Loop> table(const Loop& l);
  Offset<fb::ValuePlace> table(const ValuePlace& p) {
    return fb::CreateValuePlace(builder_, number(p.kind), p.index, string(p.name));
  }
  Offset<fb::Transit> table(const Transit& t) { return fb::CreateTransit(builder_, string(t.callee), t.in, t.out); }
  Offset<fb::ValueFlow> table(const ValueFlow& f) {
    auto from = table(f.from);
    auto to = table(f.to);
    auto through = tables(f.through);
    auto where = pack(f.where);
    return fb::CreateValueFlow(builder_, from, to, through, &where);
  }
  Offset<fb::Delta> optional(const ExitDelta& d);
  Offset<fb::Function> table(const FunctionFacts& f);
  Offset<fb::SkipCount> table(const SkipCount& s) { return fb::CreateSkipCount(builder_, string(s.reason), s.count); }

  flatbuffers::FlatBufferBuilder builder_{1 << 16};
};

Offset<fb::LockDecl> Packer::table(const LockDecl& l) {
  auto name = string(l.name);
  auto symbol = string(l.symbol);
  auto type = string(l.type);
  auto owner = string(l.owner_class);
  auto before = tables(l.acquired_before);
  auto after = tables(l.acquired_after);
  auto where = pack(l.where);
  return fb::CreateLockDecl(builder_, name, symbol, number(l.kind), number(l.storage), type, owner, &where, before,
                            after, l.is_template_instance);
}

Offset<fb::StateObject> Packer::table(const StateObject& s) {
  auto symbol = string(s.symbol);
  auto linker_name = string(s.linker_name);
  auto name = string(s.name);
  auto type = string(s.type);
  auto interior = optional(s.interior);
  auto function = string(s.function);
  auto guarded = optional(s.guarded_by);
  auto pt_guarded = optional(s.pt_guarded_by);
  auto where = pack(s.where);
  return fb::CreateStateObject(builder_, symbol, linker_name, name, number(s.storage), number(s.sync), number(s.lock),
                               type, &where, pack_flags(s), interior, function, guarded, pt_guarded);
}

Offset<fb::Field> Packer::table(const FieldFacts& f) {
  auto name = string(f.name);
  auto type = string(f.type);
  auto type_class = string(f.type_class);
  auto interior = optional(f.interior);
  auto guarded = optional(f.guarded_by);
  auto pt_guarded = optional(f.pt_guarded_by);
  auto where = pack(f.where);
  return fb::CreateField(builder_, name, type, type_class, &where, number(f.sync), number(f.lock), pack_flags(f),
                         interior, guarded, pt_guarded);
}

Offset<fb::Class> Packer::table(const ClassFacts& c) {
  auto name = string(c.name);
  auto bases = tables(c.bases);
  auto fields = tables(c.fields);
  auto methods = tables(c.virtual_methods);
  auto where = pack(c.where);
  return fb::CreateClass(builder_, name, &where, bases, fields, methods, number(c.lock), pack_flags(c));
}

Offset<fb::Callable> Packer::table(const Callable& c) {
  auto symbol = string(c.symbol);
  auto type = string(c.type);
  auto captures = structs(c.captures);
  auto bound = structs(c.bound);
  auto receiver = pack(c.receiver);
  return fb::CreateCallable(builder_, number(c.kind), symbol, c.path, type, &receiver, captures, bound, c.parameter);
}

Offset<fb::Event> Packer::table(const Event& e) {
  auto locks = numbers(e.locks);
  auto callee = string(e.callee);
  auto text = string(e.text);
  auto receiver_class = string(e.receiver_class);
  auto actuals = structs(e.actuals);
  auto actual_classes = tables(e.actual_classes);
  auto callables = tables(e.callables);
  auto where = pack(e.where);
  auto receiver = pack(e.receiver);
  const bool has_receiver = !(e.receiver == Actual{});
  return fb::CreateEvent(builder_, number(e.kind), &where, e.held, number(e.mode), number(e.access),
                         number(e.callee_kind), pack_flags(e), e.path, e.source, e.guard, e.result, locks, callee, text,
                         has_receiver ? &receiver : nullptr, actuals, callables, e.released, e.decides, e.selection,
                         number(e.use), receiver_class, actual_classes);
}

Offset<fb::Carried> Packer::table(const Carried& c) {
  auto name = string(c.name);
  auto text = string(c.text);
  auto where = pack(c.where);
  return fb::CreateCarried(builder_, number(c.kind), name, text, &where, c.is_only_walked);
}

Offset<fb::Loop> Packer::table(const Loop& l) {
  auto inner = numbers(l.inner);
  auto carried = tables(l.carried);
  auto failing = structs(l.failing);
  auto where = pack(l.where);
  return fb::CreateLoop(builder_, &where, l.begin_line, l.begin_column, l.end_line, l.end_column, l.collection,
                        l.variable, number(l.order), l.leaves_early, l.cost, inner, carried, l.prints_addresses,
                        failing);
}

Offset<fb::Delta> Packer::optional(const ExitDelta& d) {
  if (d == ExitDelta{})
    return 0;
  auto acquired = structs(d.acquired);
  auto released = structs(d.released);
  auto guards = structs(d.guards);
  auto released_guards = numbers(d.released_guards);
  auto bindings = structs(d.bindings);
  auto moved_guards = structs(d.moved_guards);
  return fb::CreateDelta(builder_, acquired, released, guards, released_guards, bindings, d.try_result, moved_guards);
}

Offset<fb::Function> Packer::table(const FunctionFacts& f) {
  auto symbol = string(f.symbol);
  auto name = string(f.name);
  auto class_name = string(f.class_name);
  auto signature = string(f.signature);
  auto parent = string(f.parent);
  auto parameters = tables(f.parameters);
  auto captures = tables(f.captures);
  auto required = structs(f.required);
  auto excluded = numbers(f.excluded);
  auto blocks = tables(f.blocks);
  auto events = tables(f.events);
  auto delta = optional(f.delta);
  auto loops = tables(f.loops);
  auto flows = tables(f.flows);
  auto where = pack(f.where);
  return fb::CreateFunction(builder_, symbol, name, class_name, signature, &where, f.end_line, parent, pack_flags(f),
                            parameters, captures, required, excluded, blocks, f.exit, events, delta, loops, f.cost,
                            flows);
}

std::string Packer::run(const TuFacts& t) {
  auto main_file = string(t.main_file);
  auto command = string(t.command);
  auto files = tables(t.files);
  auto paths = tables(t.paths);
  auto locksets = tables(t.locksets);
  auto selections = tables(t.selections);
  auto locks = tables(t.locks);
  auto states = tables(t.states);
  auto classes = tables(t.classes);
  auto functions = tables(t.functions);
  auto declarations = tables(t.declarations);
  auto address_taken = tables(t.address_taken);
  auto skipped = tables(t.skipped);
  builder_.Finish(fb::CreateUnit(builder_, t.version, main_file, command, files, paths, locksets, locks, states,
                                 classes, functions, declarations, address_taken, skipped, selections),
                  fb::UnitIdentifier());
  return {reinterpret_cast<const char*>(builder_.GetBufferPointer()), builder_.GetSize()};
}

} // namespace

std::string pack(const TuFacts& facts) {
  return Packer().run(facts);
}

} // namespace paraudit::facts
