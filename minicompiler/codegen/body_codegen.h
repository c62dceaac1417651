// One MIR body -> one LLVM function. Internal to codegen/; one thread at a time.
//
// A scalar local that is assigned once and whose address nobody takes becomes an LLVM value (the language guarantees
// that the assignment dominates every use, and MIR's block order that it is met first); a pair made by a checked
// operation becomes two; every other local is a stack slot.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_BODY_CODEGEN_H
#define PARAUDIT_MINICOMPILER_CODEGEN_BODY_CODEGEN_H

#include "minicompiler/codegen/module_codegen.h"

namespace minirc::codegen {

class BodyCodegen {
 public:
  BodyCodegen(ModuleCodegen& module, const mir::Body& body, llvm::Function& function);
  void run();

 private:
  enum class LocalKind : std::uint8_t { kValue, kPair, kMemory, kNothing };
  struct LocalState {
    LocalKind kind = LocalKind::kMemory;
    llvm::Value* value = nullptr;    // kValue; kPair: the result; kMemory: the slot
    llvm::Value* overflow = nullptr; // kPair
  };
  // Where something is in memory; `length` for what is unsized.
  struct Address {
    llvm::Value* pointer = nullptr;
    llvm::Value* length = nullptr;
    Ty type = nullptr;
  };

  // body_codegen.cpp
  void count_predecessors();
  void emit_blocks(mir::BlockId first);
  void classify_locals();
  void note_place(const mir::Place& place, std::vector<char>& needs_memory) const;
  void note_statement(const mir::Statement& statement, std::vector<char>& needs_memory,
                      std::vector<std::uint32_t>& assignments) const;
  void make_slots();
  void statement(const mir::Statement& statement);
  void fill(const mir::Statement& statement);

  // places.cpp
  Address address_of(const mir::Place& place);
  Address step(const Address& base, const mir::Proj& proj);
  llvm::Value* load(const Address& address);
  void store(const Address& address, llvm::Value* value);
  void copy_memory(const Address& to, llvm::Value* from);
  llvm::Value* place_value(const mir::Place& place);         // of an immediate
  llvm::Value* operand(const mir::Operand& operand);         // of an immediate
  llvm::Value* operand_address(const mir::Operand& operand); // of a memory value
  llvm::Value* memory_constant(const mir::Constant& constant);
  llvm::Value* constant(const mir::Constant& constant);
  llvm::Value* pointer_to(const Address& address, Ty pointer_type);
  llvm::AllocaInst* slot(llvm::Type* type, llvm::Align align, const llvm::Twine& name);
  void assign(const mir::Place& place, llvm::Value* value);

  // values.cpp
  void assign(const mir::Place& dest, const mir::Rvalue& value);
  void assign_memory(const Address& dest, const mir::Rvalue& value);
  llvm::Value* rvalue(const mir::Rvalue& value);
  std::pair<llvm::Value*, llvm::Value*> checked(const mir::Rvalue& value);
  llvm::Value* binary(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type);
  llvm::Value* comparison(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type);
  llvm::Value* numeric_cast(llvm::Value* value, Ty from, Ty to);
  llvm::Value* float_to_int(llvm::Value* value, Ty to);
  llvm::Value* pointer_cast(llvm::Value* value, Ty from, Ty to);
  llvm::Value* text_order(const mir::Rvalue& value);
  void repeat(const Address& dest, const mir::Operand& element);
  void fill_elements(llvm::Value* pointer, llvm::Value* count, Ty element, const mir::Operand& value);

  // builtins.cpp
  llvm::Value* builtin(const mir::Rvalue& value);
  llvm::Value* int_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type);
  llvm::Value* bounded_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type);
  llvm::Value* bit_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type, Ty result);
  llvm::Value* euclid(Builtin which, llvm::Value* a, llvm::Value* b, Ty type);
  llvm::Value* float_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type);
  llvm::Value* libm(const char* name, llvm::ArrayRef<llvm::Value*> args, Ty type);
  llvm::Value* range_check(llvm::Value* value, char lo, char hi, bool ignore_case);
  llvm::Value* unary_intrinsic(llvm::Intrinsic::ID id, llvm::ArrayRef<llvm::Value*> args);
  std::pair<llvm::Value*, llvm::Value*> with_overflow(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type);

  // formats.cpp
  void out(const mir::Statement& statement);
  void format(const mir::Statement& statement);
  void format_int(llvm::Value* sink, llvm::Value* value, Ty type, llvm::Value* spec);
  llvm::Value* spec_of(const mir::Format& format);

  // terminators.cpp
  void terminator(const mir::Terminator& terminator);
  void call(const mir::Terminator& terminator);
  void assertion(const mir::Terminator& terminator);
  void go_on(mir::BlockId target);
  void switch_on(const mir::Terminator& terminator);
  void return_value();
  llvm::Value* argument(const mir::Operand& operand, Ty type);

  llvm::Type* type(Ty type) { return module_.memory_type(type); }
  llvm::LLVMContext& context() { return module_.context(); }

  ModuleCodegen& module_;
  const mir::Body& body_;
  llvm::Function& function_;
  llvm::IRBuilder<> builder_;
  CallShape shape_;
  std::vector<LocalState> locals_;
  std::vector<llvm::BasicBlock*> blocks_;
  std::vector<std::uint32_t> predecessors_; // of each block, the entry counted as having one more
  std::vector<char> done_;                  // blocks that are emitted
  mir::BlockId continues_ = mir::kNone;     // what follows in the same LLVM block
  llvm::Instruction* slots_end_ = nullptr;  // stack slots go before it
  llvm::Value* return_slot_ = nullptr;      // the hidden parameter
  llvm::MDNode* unlikely_ = nullptr;        // branch weights: the second target is cold
  llvm::MDNode* likely_ = nullptr;          // the first one is
};

} // namespace minirc::codegen

#endif
