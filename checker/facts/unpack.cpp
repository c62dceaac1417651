#include "checker/facts/pack.h"

#include "checker/facts/flags.h"
#include "checker/facts/validate.h"
#include "facts_generated.h"

namespace paraudit::facts {
namespace {

// The verifier proves that every offset stays inside the buffer, but many offsets may name one string: what is copied
// out is counted, and a file that unfolds beyond any honest one is refused.
class Unpacker {
 public:
  explicit Unpacker(std::size_t raw_size) : budget_(raw_size * 64 + (std::size_t{1} << 20)) {}

  bool run(const fb::Unit& unit, TuFacts& out);

 private:
  template <class E> E kind(std::uint8_t value) {
    if (value >= static_cast<std::uint8_t>(E::kCount_)) {
      ok_ = false;
      return E{};
    }
    return static_cast<E>(value);
  }
  bool spend(std::size_t bytes) {
    if (bytes > budget_)
      ok_ = false;
    else
      budget_ -= bytes;
    return ok_;
  }

  void read(const flatbuffers::String* s, std::string& out) {
    if (s && spend(s->size()))
      out.assign(s->c_str(), s->size());
  }
  template <class Packed, class T> void read(const flatbuffers::Vector<Packed>* values, std::vector<T>& out) {
    if (!values || !spend(values->size() * sizeof(T)))
      return;
    out.resize(values->size());
    for (flatbuffers::uoffset_t i = 0; ok_ && i < values->size(); ++i)
      read(values->Get(i), out[i]);
  }
  void read(std::uint32_t value, std::uint32_t& out) { out = value; }
  void read(std::int64_t value, std::int64_t& out) { out = value; }

  void read(const fb::Location* l, Location& out) {
    if (l)
      out = {l->file(),         l->line(),       l->column(),        l->call_column(),   l->debug_line(),
             l->debug_column(), l->gcc_column(), l->spelling_file(), l->spelling_line(), l->spelling_column()};
  }
  void read(const fb::Actual* a, Actual& out) {
    if (a)
      out = {a->path(),     a->by_reference(), a->to_const(),   a->selection(),  a->is_constant(),
             a->constant(), a->passes(),       a->hands_over(), a->may_be_null()};
  }
  void read(const fb::HeldLock* h, HeldLock& out) { out = {h->path(), kind<Mode>(h->mode()), h->must(), h->since()}; }
  void read(const fb::DeltaLock* d, DeltaLock& out) {
    out = {d->path(), kind<Mode>(d->mode()), d->must(), kind<Tells>(d->tells())};
  }
  void read(const fb::DeltaBinding* d, DeltaBinding& out) { out = {d->path(), d->source()}; }
  void read(const fb::GuardMove* m, GuardMove& out) { out = {m->to(), m->from()}; }
  void read(const fb::DeltaGuard* d, DeltaGuard& out) {
    out = {d->guard(), d->lock(), kind<Mode>(d->mode()), d->owned()};
  }
  void read(const fb::File* f, File& out) {
    read(f->raw(), out.raw);
    read(f->canonical(), out.canonical);
    out.system = f->system();
  }
  void read(const fb::PathElement* e, PathElement& out) {
    out.kind = kind<ElementKind>(e->kind());
    read(e->name(), out.name);
  }
  void read(const fb::AccessPath* p, AccessPath& out) {
    out.root = kind<RootKind>(p->root());
    out.index = p->index();
    read(p->name(), out.name);
    read(p->elements(), out.elements);
  }
  void read(const fb::Lockset* l, Lockset& out) { read(l->locks(), out); }
  void read(const fb::AttributeArgument* a, AttributeArgument& out) {
    if (!a)
      return;
    read(a->text(), out.text);
    out.path = a->path();
  }
  void read(const fb::Interior* i, InteriorMutability& out) {
    if (!i)
      return;
    out.present = true;
    out.synchronised = i->synchronised();
    read(i->path(), out.path);
    read(i->reason(), out.reason);
  }
  void read(const fb::LockDecl* l, LockDecl& out);
  void read(const fb::StateObject* s, StateObject& out);
  void read(const fb::Field* f, FieldFacts& out);
  void read(const fb::Method* m, MethodFacts& out) {
    read(m->symbol(), out.symbol);
    read(m->overrides(), out.overrides);
    out.is_pure = m->is_pure();
  }
  void read(const fb::Class* c, ClassFacts& out);
  void read(const fb::Callable* c, Callable& out);
  void read(const fb::Event* e, Event& out);
  void read(const fb::Block* b, Block& out) {
    out.first = b->first();
    out.count = b->count();
    read(b->successors(), out.successors);
    out.condition = {kind<ConditionKind>(b->condition()), b->negated(), b->event(), b->path(), b->other(), {}};
    if (b->where())
      read(b->where(), out.condition.where);
    out.parameter_test = {b->parameter(), b->value(), b->unequal(), {}};
    read(b->cases(), out.parameter_test.cases);
  }
  void read(const fb::Parameter* p, Parameter& out) {
    read(p->name(), out.name);
    read(p->type(), out.type);
    out.by_reference = p->by_reference();
    out.to_const = p->to_const();
  }
  void read(const fb::Selection* s, Selection& out) { read(s->variables(), out); }
  void read(const fb::Span* s, Span& out) {
    out = {s->begin_line(), s->begin_column(), s->end_line(), s->end_column()};
  }
  void read(const fb::ValuePlace* p, ValuePlace& out) {
    if (!p)
      return;
    out.kind = kind<ValuePlaceKind>(p->kind());
    out.index = p->index();
    read(p->name(), out.name);
  }
  void read(const fb::Transit* t, Transit& out) {
    read(t->callee(), out.callee);
    out.in = t->in_parameter();
    out.out = t->out_parameter();
  }
  void read(const fb::ValueFlow* f, ValueFlow& out) {
    read(f->from(), out.from);
    read(f->to(), out.to);
    read(f->through(), out.through);
    read(f->where(), out.where);
  }
  void read(const fb::Carried* c, Carried& out);
  void read(const fb::Loop* l, Loop& out);
  void read(const fb::Delta* d, ExitDelta& out);
  void read(const fb::Function* f, FunctionFacts& out);
  void read(const fb::SkipCount* s, SkipCount& out) {
    read(s->reason(), out.reason);
    out.count = s->count();
  }

  std::size_t budget_;
  bool ok_ = true;
};

void Unpacker::read(const fb::LockDecl* l, LockDecl& out) {
  read(l->name(), out.name);
  read(l->symbol(), out.symbol);
  out.kind = kind<LockKind>(l->kind());
  out.storage = kind<Storage>(l->storage());
  read(l->type(), out.type);
  read(l->owner_class(), out.owner_class);
  out.is_template_instance = l->is_template_instance();
  read(l->where(), out.where);
  read(l->acquired_before(), out.acquired_before);
  read(l->acquired_after(), out.acquired_after);
}

void Unpacker::read(const fb::StateObject* s, StateObject& out) {
  read(s->symbol(), out.symbol);
  read(s->linker_name(), out.linker_name);
  read(s->name(), out.name);
  out.storage = kind<Storage>(s->storage());
  out.sync = kind<SyncKind>(s->sync());
  out.lock = kind<LockKind>(s->lock());
  read(s->type(), out.type);
  read(s->where(), out.where);
  unpack_flags(s->flags(), out);
  read(s->interior(), out.interior);
  read(s->function(), out.function);
  read(s->guarded_by(), out.guarded_by);
  read(s->pt_guarded_by(), out.pt_guarded_by);
}

void Unpacker::read(const fb::Field* f, FieldFacts& out) {
  read(f->name(), out.name);
  read(f->type(), out.type);
  read(f->type_class(), out.type_class);
  read(f->where(), out.where);
  out.sync = kind<SyncKind>(f->sync());
  out.lock = kind<LockKind>(f->lock());
  unpack_flags(f->flags(), out);
  read(f->interior(), out.interior);
  read(f->guarded_by(), out.guarded_by);
  read(f->pt_guarded_by(), out.pt_guarded_by);
}

void Unpacker::read(const fb::Class* c, ClassFacts& out) {
  read(c->name(), out.name);
  read(c->where(), out.where);
  read(c->bases(), out.bases);
  read(c->fields(), out.fields);
  read(c->virtual_methods(), out.virtual_methods);
  out.lock = kind<LockKind>(c->lock());
  unpack_flags(c->flags(), out);
}

void Unpacker::read(const fb::Callable* c, Callable& out) {
  out.kind = kind<CalleeKind>(c->kind());
  read(c->symbol(), out.symbol);
  out.path = c->path();
  read(c->type(), out.type);
  read(c->receiver(), out.receiver);
  read(c->captures(), out.captures);
  read(c->bound(), out.bound);
  out.parameter = c->parameter();
}

void Unpacker::read(const fb::Event* e, Event& out) {
  out.kind = kind<EventKind>(e->kind());
  read(e->where(), out.where);
  out.held = e->held();
  out.released = e->released();
  out.decides = e->decides();
  out.mode = kind<Mode>(e->mode());
  out.access = kind<AccessKind>(e->access());
  out.callee_kind = kind<CalleeKind>(e->callee_kind());
  unpack_flags(e->flags(), out);
  out.path = e->path();
  out.source = e->source();
  out.guard = e->guard();
  out.result = e->result();
  read(e->locks(), out.locks);
  read(e->callee(), out.callee);
  read(e->text(), out.text);
  read(e->receiver(), out.receiver);
  read(e->receiver_class(), out.receiver_class);
  read(e->actuals(), out.actuals);
  read(e->actual_classes(), out.actual_classes);
  read(e->callables(), out.callables);
  out.selection = e->selection();
  out.use = kind<ValueUse>(e->use());
}

void Unpacker::read(const fb::Carried* c, Carried& out) {
  out.kind = kind<CarriedKind>(c->kind());
  read(c->name(), out.name);
  read(c->text(), out.text);
  read(c->where(), out.where);
  out.is_only_walked = c->is_only_walked();
}

void Unpacker::read(const fb::Loop* l, Loop& out) {
  read(l->where(), out.where);
  out.begin_line = l->begin_line();
  out.begin_column = l->begin_column();
  out.end_line = l->end_line();
  out.end_column = l->end_column();
  out.collection = l->collection();
  out.variable = l->variable();
  out.order = kind<IterationOrder>(l->order());
  out.leaves_early = l->leaves_early();
  out.cost = l->cost();
  read(l->inner(), out.inner);
  read(l->carried(), out.carried);
  out.prints_addresses = l->prints_addresses();
  read(l->failing(), out.failing);
}

void Unpacker::read(const fb::Delta* d, ExitDelta& out) {
  if (!d)
    return;
  read(d->acquired(), out.acquired);
  read(d->released(), out.released);
  read(d->guards(), out.guards);
  read(d->released_guards(), out.released_guards);
  read(d->bindings(), out.bindings);
  read(d->moved_guards(), out.moved_guards);
  out.try_result = d->try_result();
}

void Unpacker::read(const fb::Function* f, FunctionFacts& out) {
  read(f->symbol(), out.symbol);
  read(f->name(), out.name);
  read(f->class_name(), out.class_name);
  read(f->signature(), out.signature);
  read(f->where(), out.where);
  out.end_line = f->end_line();
  read(f->parent(), out.parent);
  unpack_flags(f->flags(), out);
  read(f->parameters(), out.parameters);
  read(f->captures(), out.captures);
  read(f->required(), out.required);
  read(f->excluded(), out.excluded);
  read(f->blocks(), out.blocks);
  out.exit = f->exit();
  read(f->events(), out.events);
  read(f->delta(), out.delta);
  read(f->loops(), out.loops);
  out.cost = f->cost();
  read(f->flows(), out.flows);
}

bool Unpacker::run(const fb::Unit& unit, TuFacts& out) {
  out.version = unit.version();
  read(unit.main_file(), out.main_file);
  read(unit.command(), out.command);
  read(unit.files(), out.files);
  read(unit.paths(), out.paths);
  read(unit.locksets(), out.locksets);
  read(unit.selections(), out.selections);
  read(unit.locks(), out.locks);
  read(unit.states(), out.states);
  read(unit.classes(), out.classes);
  read(unit.functions(), out.functions);
  read(unit.declarations(), out.declarations);
  read(unit.address_taken(), out.address_taken);
  read(unit.skipped(), out.skipped);
  return ok_;
}

} // namespace

Result<TuFacts> unpack(std::string_view raw) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(raw.data());
  if (raw.size() < 16 || !fb::UnitBufferHasIdentifier(bytes))
    return Error{"it holds no facts"};
  const auto max_tables = static_cast<flatbuffers::uoffset_t>(raw.size() / 4 + 1);
  flatbuffers::Verifier verifier(bytes, raw.size(), /*max_depth=*/32, max_tables);
  if (!fb::VerifyUnitBuffer(verifier))
    return Error{"its contents are damaged"};
  const fb::Unit& unit = *fb::GetUnit(bytes);
  if (unit.version() != kFormatVersion)
    return Error{"it has format version " + std::to_string(unit.version()) + ", this program reads version " +
                 std::to_string(kFormatVersion)};
  TuFacts facts;
  if (!Unpacker(raw.size()).run(unit, facts))
    return Error{"its contents are damaged (unknown kind, or larger than its size allows)"};
  if (std::string problem = validate(facts); !problem.empty())
    return Error{"its contents are damaged (" + problem + ")"};
  return facts;
}

} // namespace paraudit::facts
