#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

using mir::Local;
using mir::ProjKind;
using mir::RvalueKind;
using mir::StatementKind;

BodyCodegen::BodyCodegen(ModuleCodegen& module, const mir::Body& body, llvm::Function& function)
    : module_(module), body_(body), function_(function), builder_(module.context()),
      shape_(module.shape_of(body.owner)), locals_(body.locals.size()) {
  unlikely_ = llvm::MDBuilder(context()).createBranchWeights(1u << 20, 1);
  likely_ = llvm::MDBuilder(context()).createBranchWeights(1, 1u << 20);
}

void BodyCodegen::run() {
  classify_locals();
  count_predecessors();
  auto* entry = llvm::BasicBlock::Create(context(), "entry", &function_);
  blocks_.resize(body_.blocks.size());
  for (std::size_t i = 0; i < body_.blocks.size(); i++)
    blocks_[i] = llvm::BasicBlock::Create(context(), "bb", &function_);
  builder_.SetInsertPoint(entry);
  slots_end_ = builder_.CreateBr(blocks_[0]);
  builder_.SetInsertPoint(slots_end_);
  make_slots();
  done_.assign(body_.blocks.size(), 0);
  for (mir::BlockId i = 0; i < body_.blocks.size(); i++)
    if (!done_[i])
      emit_blocks(i);
  for (llvm::BasicBlock* block : blocks_)
    if (block->empty()) // it continued another
      block->eraseFromParent();
}

void BodyCodegen::count_predecessors() {
  predecessors_.assign(body_.blocks.size(), 0);
  predecessors_[0] = 1;
  for (const mir::Block& block : body_.blocks) {
    const mir::Terminator& t = block.terminator;
    if (t.kind == mir::TerminatorKind::kSwitch)
      for (std::uint32_t i = 0; i < t.count; i++)
        predecessors_[body_.cases[t.first + i].target]++;
    if (t.target != mir::kNone)
      predecessors_[t.target]++;
  }
}

// A block and those that continue it.
void BodyCodegen::emit_blocks(mir::BlockId first) {
  builder_.SetInsertPoint(blocks_[first]);
  for (mir::BlockId at = first; at != mir::kNone; at = std::exchange(continues_, mir::kNone)) {
    for (const mir::Statement& s : body_.blocks[at].statements)
      statement(s);
    terminator(body_.blocks[at].terminator);
    done_[at] = 1;
  }
}

// A projection that starts by following a pointer only reads the local; any other needs the local itself in memory.
void BodyCodegen::note_place(const mir::Place& place, std::vector<char>& needs_memory) const {
  if (place.count > 0 && body_.projs(place)[0].kind != ProjKind::kDeref)
    needs_memory[place.local] = 1;
}

void BodyCodegen::note_statement(const mir::Statement& s, std::vector<char>& needs_memory,
                                 std::vector<std::uint32_t>& assignments) const {
  if (s.kind == StatementKind::kOut)
    return;
  note_place(s.place, needs_memory);
  if (s.kind != StatementKind::kAssign)
    return;
  if (s.place.count == 0)
    assignments[s.place.local]++;
  bool takes_address = s.value.kind == RvalueKind::kRef || s.value.kind == RvalueKind::kSlice;
  if (takes_address && s.value.place.count == 0)
    needs_memory[s.value.place.local] = 1;
  if (takes_address || s.value.kind == RvalueKind::kLen)
    note_place(s.value.place, needs_memory);
}

void BodyCodegen::classify_locals() {
  std::vector<char> needs_memory(body_.locals.size());
  std::vector<std::uint32_t> assignments(body_.locals.size());
  std::vector<char> is_pair(body_.locals.size());
  for (Local i = 1; i <= body_.param_count; i++)
    assignments[i] = 1;
  for (const mir::Block& block : body_.blocks) {
    for (const mir::Statement& s : block.statements) {
      note_statement(s, needs_memory, assignments);
      if (s.kind == StatementKind::kAssign && s.value.kind == RvalueKind::kChecked)
        is_pair[s.place.local] = 1;
    }
    if (block.terminator.kind != mir::TerminatorKind::kCall)
      continue;
    note_place(block.terminator.place, needs_memory);
    if (block.terminator.place.count == 0)
      assignments[block.terminator.place.local]++;
  }
  for (Local i = 0; i < body_.locals.size(); i++) {
    Ty type = body_.locals[i].type;
    bool immediate = module_.is_immediate(type);
    if (is_pair[i])
      locals_[i].kind = LocalKind::kPair;
    else if (immediate && !needs_memory[i] && assignments[i] <= 1)
      locals_[i].kind = LocalKind::kValue;
    else if (!immediate && module_.is_zero_sized(type))
      locals_[i].kind = LocalKind::kNothing;
  }
}

llvm::AllocaInst* BodyCodegen::slot(llvm::Type* type, llvm::Align align, const llvm::Twine& name) {
  auto* made = new llvm::AllocaInst(type, 0, nullptr, align, name, slots_end_->getIterator());
  return made;
}

void BodyCodegen::make_slots() {
  auto argument = function_.arg_begin();
  if (module_.returns_by_pointer(shape_))
    return_slot_ = &*argument++;
  llvm::Value* anywhere = llvm::ConstantPointerNull::get(llvm::PointerType::get(context(), 0));
  for (Local i = 0; i < body_.locals.size(); i++) {
    LocalState& state = locals_[i];
    Ty type = body_.locals[i].type;
    bool param = i >= 1 && i <= body_.param_count;
    bool immediate = module_.is_immediate(type);
    if (state.kind == LocalKind::kNothing)
      state.value = anywhere;
    if (i == mir::kReturn && return_slot_)
      state.value = return_slot_;
    else if (state.kind == LocalKind::kMemory && (!param || immediate))
      state.value = slot(this->type(type), module_.align_of(type), body_.locals[i].name.str());
    if (!param || (!immediate && module_.is_zero_sized(type)))
      continue;
    llvm::Value* passed = &*argument++;
    if (!immediate || state.kind == LocalKind::kValue)
      state.value = passed;
    else
      store({state.value, nullptr, type}, passed);
  }
}

void BodyCodegen::statement(const mir::Statement& s) {
  switch (s.kind) {
  case StatementKind::kAssign:
    return assign(s.place, s.value);
  case StatementKind::kOut:
    return out(s);
  case StatementKind::kFormat:
    return format(s);
  case StatementKind::kFill:
    return fill(s);
  }
}

void BodyCodegen::fill(const mir::Statement& s) {
  Address target = address_of(s.place);
  llvm::Value* count = target.length ? target.length : module_.i64(target.type->length);
  fill_elements(target.pointer, count, target.type->inner, s.value.a);
}

} // namespace minirc::codegen
