#include "minicompiler/mir/builder.h"

#include <algorithm>
#include <string>

namespace minirc::mir {

std::string_view panic_text(PanicKind kind) {
  switch (kind) {
#define MINIRC_PANIC(id, text)                                                                                         \
  case PanicKind::id:                                                                                                  \
    return text;
#include "minicompiler/mir/panics.def"
#undef MINIRC_PANIC
  case PanicKind::kBounds:
    break;
  }
  return {};
}

Body build_mir(TyCtxt& cx, DefId owner, const BuildOptions& options) {
  return Builder(cx, owner, options).build();
}

Builder::Builder(TyCtxt& cx, DefId owner, const BuildOptions& options)
    : cx_(cx), hir_(cx.hir_body(owner)), types_(cx.typeck(owner)), options_(options) {
  TypeInterner& types = cx.types();
  usize_ = types.prim(TyKind::kUsize);
  bool_ = types.prim(TyKind::kBool);
  u32_ = types.prim(TyKind::kU32);
  i32_ = types.prim(TyKind::kI32);
  unit_ = types.unit();
  body_.owner = owner;
  locals_.assign(hir_.locals.size(), kNone);
}

Body Builder::build() {
  const FnSig& sig = cx_.fn_sig(body_.owner);
  new_local(sig.ret);
  new_block();
  body_.param_count = static_cast<std::uint32_t>(sig.params.size());
  // A parameter that is a plain variable is that local; any other pattern takes the parameter apart on entry.
  for (std::uint32_t i = 0; i < hir_.params.size(); i++) {
    const hir::Pat* pat = hir_.params[i];
    bool plain = pat->kind == hir::PatKind::kBinding && !pat->sub && !pat->by_ref && !pat->by_ref_mut;
    Local local = new_local(sig.params[i], plain ? hir_.locals[pat->local].name : Symbol());
    if (plain)
      locals_[pat->local] = local;
  }
  for (std::uint32_t i = 0; i < hir_.params.size(); i++) {
    if (hir_.params[i]->kind == hir::PatKind::kBinding && locals_[hir_.params[i]->local] != kNone)
      continue;
    declare(hir_.params[i]);
    bind_irrefutable(place_of(i + 1), hir_.params[i]);
  }
  into(place_of(kReturn), hir_.value);
  terminate({.kind = TerminatorKind::kReturn});
  return finish();
}

BlockId Builder::new_block() {
  body_.blocks.emplace_back();
  return static_cast<BlockId>(body_.blocks.size() - 1);
}

void Builder::terminate(const Terminator& terminator) {
  body_.blocks[current_].terminator = terminator;
}

void Builder::go_to(BlockId target) {
  terminate({.kind = TerminatorKind::kGoto, .target = target});
}

void Builder::switch_bool(const Operand& condition, BlockId if_true, BlockId if_false) {
  auto first = static_cast<std::uint32_t>(body_.cases.size());
  body_.cases.push_back({0, if_false});
  terminate({.kind = TerminatorKind::kSwitch, .a = condition, .target = if_true, .first = first, .count = 1});
}

Local Builder::new_local(Ty type, Symbol name) {
  body_.locals.push_back({type, name});
  return static_cast<Local>(body_.locals.size() - 1);
}

Place Builder::project(const Place& base, ProjKind kind, std::uint32_t index, Ty type) {
  auto first = static_cast<std::uint32_t>(body_.projections.size());
  bool is_last = base.first + base.count == first;
  if (!is_last)
    for (std::uint32_t i = 0; i < base.count; i++)
      body_.projections.push_back(Proj(body_.projections[base.first + i]));
  body_.projections.push_back({kind, index, type});
  return {base.local, is_last && base.count ? base.first : first, base.count + 1};
}

Place Builder::deref(const Place& place) {
  return project(place, ProjKind::kDeref, 0, body_.type_of(place)->inner);
}

Ty Builder::field_type(Ty type, std::uint32_t index) {
  return type->is(TyKind::kTuple) ? type->elements[index] : cx_.struct_def(type->def).fields[index].type;
}

std::uint32_t Builder::field_count(Ty type) {
  return type->is(TyKind::kTuple) ? type->elements.size()
                                  : static_cast<std::uint32_t>(cx_.struct_def(type->def).fields.size());
}

Place Builder::field(const Place& place, std::uint32_t index) {
  return project(place, ProjKind::kField, index, field_type(body_.type_of(place), index));
}

Operand Builder::constant(const Constant& constant) {
  body_.constants.push_back(constant);
  return {OperandKind::kConst, {}, static_cast<std::uint32_t>(body_.constants.size() - 1)};
}

Operand Builder::scalar(Ty type, u128 bits) {
  return constant({.kind = ConstantKind::kScalar, .type = type, .bits = bits});
}

Operand Builder::text(std::string_view text) {
  Ty str = cx_.types().ref(cx_.types().prim(TyKind::kStr), false);
  return constant({.kind = ConstantKind::kStr, .type = str, .text = text});
}

void Builder::assign(const Place& place, const Rvalue& value) {
  Statement statement;
  statement.place = place;
  statement.value = value;
  body_.blocks[current_].statements.push_back(statement);
}

void Builder::assign(const Place& place, const Operand& operand) {
  Ty type = body_.type_of(place);
  if (!type->is_unit())
    assign(place, Rvalue{.kind = RvalueKind::kUse, .type = type, .a = operand});
}

Operand Builder::value(const Rvalue& rvalue) {
  Place temp = place_of(new_local(rvalue.type));
  assign(temp, rvalue);
  return move(temp);
}

Rvalue Builder::binary(BinaryOp op, const Operand& a, const Operand& b, Ty type) const {
  return {.kind = RvalueKind::kBinary, .op = op, .type = type, .a = a, .b = b};
}

Rvalue Builder::cast(CastKind kind, const Operand& a, Ty type) const {
  return {.kind = RvalueKind::kCast, .cast = kind, .type = type, .a = a};
}

Rvalue Builder::reference(const Place& place, bool is_mut) {
  return {.kind = RvalueKind::kRef, .type = cx_.types().ref(body_.type_of(place), is_mut), .place = place};
}

std::uint32_t Builder::list(std::span<const Operand> operands) {
  auto first = static_cast<std::uint32_t>(body_.operands.size());
  body_.operands.insert(body_.operands.end(), operands.begin(), operands.end());
  return first;
}

void Builder::check(const Operand& condition, bool expected, PanicKind panic, Span span) {
  BlockId next = new_block();
  terminate({.kind = TerminatorKind::kAssert,
             .expected = expected,
             .panic = panic,
             .span = span,
             .a = condition,
             .target = next});
  start(next);
}

void Builder::unsupported(Span span, std::string_view what) {
  cx_.sink().emit(make_unsupported(Phase::kBody, span, what));
  body_.unsupported = true;
}

namespace {

template <class F> void for_each_target(Body& body, Terminator& terminator, F&& f) {
  if (terminator.kind == TerminatorKind::kSwitch)
    for (std::uint32_t i = 0; i < terminator.count; i++)
      f(body.cases[terminator.first + i].target);
  if (terminator.target != kNone)
    f(terminator.target);
}

// Numbers the blocks that are reached from the entry, in the order of a depth-first walk's reverse finishing: every
// block comes after one that leads to it, as single-assignment code generation wants it.
std::vector<BlockId> reverse_postorder(Body& body) {
  std::vector<BlockId> order;
  std::vector<char> seen(body.blocks.size());
  std::vector<std::pair<BlockId, bool>> stack = {{0, false}};
  while (!stack.empty()) {
    auto [block, done] = stack.back();
    stack.pop_back();
    if (done) {
      order.push_back(block);
      continue;
    }
    if (seen[block])
      continue;
    seen[block] = 1;
    stack.push_back({block, true});
    for_each_target(body, body.blocks[block].terminator, [&](BlockId target) {
      if (!seen[target])
        stack.push_back({target, false});
    });
  }
  std::reverse(order.begin(), order.end());
  return order;
}

} // namespace

Body Builder::finish() {
  for (Block& block : body_.blocks)
    if (block.terminator.kind == TerminatorKind::kNone)
      block.terminator.kind = TerminatorKind::kUnreachable;
  std::vector<BlockId> order = reverse_postorder(body_);
  std::vector<BlockId> number(body_.blocks.size(), kNone);
  std::vector<Block> blocks;
  blocks.reserve(order.size());
  for (BlockId old : order) {
    number[old] = static_cast<BlockId>(blocks.size());
    blocks.push_back(std::move(body_.blocks[old]));
  }
  body_.blocks = std::move(blocks);
  for (Block& block : body_.blocks)
    for_each_target(body_, block.terminator, [&](BlockId& target) { target = number[target]; });
  std::sort(body_.mentioned.begin(), body_.mentioned.end());
  body_.mentioned.erase(std::unique(body_.mentioned.begin(), body_.mentioned.end()), body_.mentioned.end());
  return std::move(body_);
}

} // namespace minirc::mir
